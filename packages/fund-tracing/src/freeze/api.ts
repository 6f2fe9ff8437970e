import type { StopPaymentOrder } from '@sluice/domain';
import type { AccountFacts } from '../ledger/ledgerEntry';
import type { StopFact, TraceResult } from '../trace/api';

/** An order of a fund trace that may not have become a stop-payment yet. */
export interface EarlierOrder {
  readonly orderId: string;
  readonly caseId: string;
  readonly action: StopPaymentOrder['action'];
  readonly account: string;
  readonly currency: string;
  readonly transferId: string | null;
  readonly amountMinor: number;
  /** The stop-payment that it became, once there is an event of it. */
  readonly stopPaymentId: string | null;
}

export interface FreezePlanInput {
  readonly caseId: string;
  readonly trace: TraceResult;
  /** Every step of every stop-payment on the trace's accounts and transfers, of whatever case or decision. */
  readonly stops: readonly StopFact[];
  /** Orders of every case on the trace's accounts and transfers. */
  readonly orders: readonly EarlierOrder[];
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  /** Accounts of victims; a person decides whether to freeze one. */
  readonly victimAccounts: ReadonlySet<string>;
}

/** A freeze or recall to order, in minor units. */
export interface PlannedOrder {
  readonly action: 'FREEZE_AMOUNT' | 'RECALL_TRANSFER';
  /** FREEZE_AMOUNT: the account to freeze on. RECALL_TRANSFER: our debtor. */
  readonly account: string;
  readonly currency: string;
  /** RECALL_TRANSFER: what to recall. */
  readonly transferId: string | null;
  readonly amountMinor: number;
  /** Of the money: the fewest hops from a victim. */
  readonly layer: number;
  /** One sentence for the core, the case and the customer's file. */
  readonly reason: string;
}

/** Why a person has to decide. */
export const PROPOSAL_CAUSES = [
  'MERCHANT_ACCOUNT',
  'POOLED_ACCOUNT',
  'PROTECTED_ACCOUNT',
  'TRUSTED_ACCOUNT',
  'VICTIM_ACCOUNT',
  'MINORITY_OF_INFLOW',
  'RELEASED_BEFORE',
  'CONVERTED',
] as const;
export type ProposalCause = (typeof PROPOSAL_CAUSES)[number];

export interface Proposal extends PlannedOrder {
  readonly because: ProposalCause;
}

export interface FreezePlan {
  /** To be ordered now: only what earlier runs have not ordered and decisions have not frozen. */
  readonly orders: readonly PlannedOrder[];
  /** For a person, as they stand now; each run states them anew. */
  readonly proposals: readonly Proposal[];
}
