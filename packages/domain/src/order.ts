import type { StopPaymentCause } from './stopPayment';

/**
 * What a person, the fund tracer or an authority orders: topic `orders`, keyed by the account it acts on. The
 * stop-payment service forwards it into the account's inbox; an orderId is acted on once.
 */
export const ORDER_ACTIONS = [
  'HOLD_TRANSFER',
  'CANCEL_TRANSFER',
  'FREEZE_AMOUNT',
  'RECALL_TRANSFER',
  'RETURN_FUNDS',
  'EXTEND',
  'RELEASE',
] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

export interface StopPaymentOrder {
  readonly orderId: string;
  readonly action: OrderAction;
  /** The stop-payment to change; null where the order opens one (HOLD_TRANSFER, FREEZE_AMOUNT, RECALL_TRANSFER). */
  readonly stopPaymentId: string | null;
  /** The account that the order acts on: of the stop-payment, or to be frozen; for a recall our debtor. */
  readonly account: string;
  readonly institution: string | null;
  readonly transferId: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Where RETURN_FUNDS pays. */
  readonly returnToAccount: string | null;
  readonly cause: StopPaymentCause;
  readonly causeId: string;
  readonly caseId: string | null;
  /** Null: the policy's own default for this cause. */
  readonly legalBasis: string | null;
  readonly authorityReference: string | null;
  readonly orderedBy: string;
  readonly approvedBy: string | null;
  readonly reason: string;
  /** EXTEND: the new end of the stop, epoch ms; else null, the policy decides. */
  readonly expiresAt: number | null;
  readonly orderedAt: number;
}
