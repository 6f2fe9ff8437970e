import type { StopPaymentAction, StopPaymentCause, StopPaymentCommand } from './stopPayment';
import type { StopPaymentInboxEntry } from './stopPaymentInbox';

export const STOP_PAYMENT_EVENT_TYPES = [
  'REQUESTED',
  'REFUSED',
  'ISSUED',
  'PENDING',
  'EXECUTED',
  'PARTIAL',
  'REJECTED',
  'TOO_LATE',
  'EXPIRY_WARNED',
  'RENEWED',
  'RELEASED',
  'EXPIRED',
  'CONVERTED',
  'RETURNED',
  'CANCELLED',
] as const;
export type StopPaymentEventType = (typeof STOP_PAYMENT_EVENT_TYPES)[number];

export const STOP_PAYMENT_STATES = [
  'REQUESTED',
  'REFUSED',
  'ISSUED',
  'EXECUTED',
  'PARTIAL',
  'REJECTED',
  'TOO_LATE',
  'RELEASED',
  'EXPIRED',
  'CONVERTED',
  'RETURNED',
  'CANCELLED',
] as const;
/** Where a stop-payment is; RENEWED and the other events in between leave it EXECUTED or PARTIAL. */
export type StopPaymentState = (typeof STOP_PAYMENT_STATES)[number];

/**
 * One step of a stop-payment, on topic `stop-payment-events` (JSON, keyed by account, written in the same transaction as
 * the command). Each event repeats the facts of its stop-payment as they are after it, so that readers need no other:
 * cause, causeId, orderedBy, approvedBy and legalBasis are those under which the stop stands; whoever moved it in this
 * step is in `entry`. Records of the topic with type FENCE and no key mark a change of owner and are no events.
 */
export interface StopPaymentEvent {
  readonly type: StopPaymentEventType;
  readonly stopPaymentId: string;
  /** 1, 2, … within the stop-payment; (stopPaymentId, sequence) is unique. */
  readonly sequence: number;
  readonly state: StopPaymentState;
  readonly at: number;
  /** The action that opened it: HOLD_TRANSFER, FREEZE_AMOUNT or RECALL_TRANSFER. */
  readonly instrument: StopPaymentAction;
  readonly account: string;
  readonly institution: string | null;
  readonly transferId: string | null;
  readonly currency: string;
  readonly requestedMinor: number;
  /** Cumulative, as the core last said; what is held or frozen now. */
  readonly stoppedMinor: number;
  readonly returnedMinor: number;
  readonly availableMinor: number | null;
  readonly cause: StopPaymentCause;
  readonly causeId: string;
  readonly caseId: string | null;
  readonly previousStopPaymentId: string | null;
  readonly legalBasis: string;
  readonly policyVersion: string;
  readonly orderedBy: string;
  readonly approvedBy: string | null;
  readonly authorityReference: string | null;
  readonly rulesVersion: string | null;
  readonly expiresAt: number | null;
  readonly renewals: number;
  /** The command that this event issued or answers, where there is one. */
  readonly commandId: string | null;
  readonly commandAction: StopPaymentAction | null;
  readonly reasonCode: string | null;
  readonly reason: string;
  readonly coreReference: string | null;
  readonly returnToAccount: string | null;
  /** The inbox entry behind this step (whose order, which answer), on the first event that it caused. */
  readonly entry?: StopPaymentInboxEntry;
  /** The command that this event issued, as it went to the core. */
  readonly command?: StopPaymentCommand;
}
