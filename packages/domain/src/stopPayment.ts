import { keyHash } from './partition';

export const STOP_PAYMENT_ACTIONS = [
  'UNKNOWN',
  'HOLD_TRANSFER',
  'CANCEL_TRANSFER',
  'FREEZE_AMOUNT',
  'FREEZE_ACCOUNT',
  'RECALL_TRANSFER',
  'RETURN_FUNDS',
  'EXTEND',
  'RELEASE',
] as const;
export type StopPaymentAction = (typeof STOP_PAYMENT_ACTIONS)[number];
export const STOP_PAYMENT_CAUSES = [
  'UNKNOWN',
  'DECISION',
  'FUND_TRACE',
  'ANALYST',
  'CLOCK',
  'POLICE_ORDER',
  'COURT_ORDER',
] as const;
export type StopPaymentCause = (typeof STOP_PAYMENT_CAUSES)[number];
export const STOP_PAYMENT_RESULTS = [
  'UNKNOWN',
  'PENDING',
  'EXECUTED',
  'PARTIAL',
  'REJECTED',
  'TOO_LATE',
  'RELEASED',
  'CANCELLED',
  'RETURNED',
] as const;
export type StopPaymentResult = (typeof STOP_PAYMENT_RESULTS)[number];

/** An order to the bank core; the record `StopPaymentCommand` of the wire contract. */
export interface StopPaymentCommand {
  readonly commandId: string;
  readonly stopPaymentId: string;
  readonly action: StopPaymentAction;
  readonly account: string;
  readonly institution: string | null;
  readonly transferId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly returnToAccount: string | null;
  readonly cause: StopPaymentCause;
  readonly causeId: string;
  readonly caseId: string | null;
  readonly legalBasis: string;
  readonly authorityReference: string | null;
  readonly orderedBy: string;
  readonly approvedBy: string | null;
  readonly reason: string;
  readonly issuedAt: number;
  readonly expiresAt: number | null;
}

/** The core's answer to a command; the record `StopPaymentStatus` of the wire contract. */
export interface StopPaymentStatus {
  readonly commandId: string;
  readonly stopPaymentId: string;
  readonly result: StopPaymentResult;
  /** What is held or frozen under this stop-payment now, cumulative, minor units. */
  readonly stoppedMinor: number | null;
  readonly availableMinor: number | null;
  readonly currency: string | null;
  readonly reasonCode: string | null;
  readonly detail: string | null;
  readonly coreReference: string | null;
  readonly at: number;
}

/**
 * Id of a stop-payment: eight hex digits of its account's key hash, by which the core's answers find the partition of
 * the account, then what it is for. Deterministic: the same cause gives the same id.
 */
export function stopPaymentIdOf(account: string, cause: string): string {
  return `${keyHash(account).toString(16).padStart(8, '0')}-${cause}`;
}

/** The key hash at the front of a stopPaymentId, or null where it has none. */
export function keyHashOfStopPaymentId(stopPaymentId: string): number | null {
  return /^[0-7][0-9a-f]{7}-./.test(stopPaymentId) ? Number.parseInt(stopPaymentId.slice(0, 8), 16) : null;
}
