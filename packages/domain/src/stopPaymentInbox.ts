import type { StopPaymentOrder } from './order';
import type { StoppableTransfer } from './stopInstrument';
import type { StopPaymentStatus } from './stopPayment';
import type { TransferStatus } from './transfer';

/**
 * Every cause that can move a stop-payment, on topic `stop-payment-inbox` (JSON, keyed by the account that the stop acts
 * on), so that one owner sees them in one order. Each entry may arrive more than once.
 */
export type StopPaymentInboxEntry =
  | HoldDecided
  | HeldTransferStatus
  | { readonly type: 'ORDER'; readonly account: string; readonly order: StopPaymentOrder }
  | { readonly type: 'CORE_STATUS'; readonly account: null; readonly status: StopPaymentStatus }
  | StopPaymentClock
  | FollowUp;

/** From the detector: a decision with outcome HOLD, and what is needed to stop the transfer. */
export interface HoldDecided {
  readonly type: 'DECISION';
  /** `stopInstrumentOf(transfer).account`. */
  readonly account: string;
  readonly decisionId: string;
  readonly transferId: string;
  readonly transfer: StoppableTransfer;
  readonly amountMinor: number;
  readonly currency: string;
  readonly debtorInstitution: string | null;
  readonly creditorInstitution: string | null;
  readonly occurredAt: number;
  readonly decidedAt: number;
  readonly rulesVersion: string;
  /** One sentence from the decision's strongest reasons. */
  readonly reason: string;
}

/** From the detector: a later status of a transfer that it decided to HOLD. */
export interface HeldTransferStatus {
  readonly type: 'TRANSFER_STATUS';
  readonly account: string;
  readonly transferId: string;
  readonly status: TransferStatus;
  readonly statusAt: number;
}

/** From the owner's clock: a stop-payment's expiry (or the warning before it) has come. */
export interface StopPaymentClock {
  readonly type: 'CLOCK';
  readonly account: string;
  readonly stopPaymentId: string;
  readonly alarm: 'EXPIRY_WARNING' | 'EXPIRY';
  /** The expiresAt that the alarm was set for, epoch ms: an alarm for an older one is ignored. */
  readonly dueFor: number;
  readonly at: number;
}

/** From the owner of the first stop-payment to the owner of the account of the second: TOO_LATE, or settled after a hold. */
export interface FollowUp {
  readonly type: 'FOLLOW_UP';
  readonly account: string;
  readonly action: 'FREEZE_AMOUNT' | 'RECALL_TRANSFER';
  readonly stopPaymentId: string;
  readonly previousStopPaymentId: string;
  readonly decision: HoldDecided;
  readonly reason: string;
  readonly at: number;
}
