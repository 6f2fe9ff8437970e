import type { StopPaymentAction, StopPaymentState } from '@sluice/domain';
import type { AccountFacts, LedgerEntry } from '../ledger/ledgerEntry';
import type { MethodName } from '../methods';

/** A reported payment that settled: where stolen value enters a trace. Its id is the transferId of the payment. */
export interface TraceSource {
  readonly transferId: string;
  /** The recovery case that counts it. */
  readonly caseId: string;
  /** What the victim claims of it, minor units of the payment's interbank currency. */
  readonly claimedMinor: number;
  /** Accounts of the victim besides the payment's debtor; money RETURNED to one of them is back. */
  readonly victimAccounts: readonly string[];
}

/** One step of a stop-payment as far as a trace needs it (StopPaymentEvent of @sluice/domain). */
export interface StopFact {
  readonly stopPaymentId: string;
  readonly sequence: number;
  /** When the core answered, epoch ms. */
  readonly at: number;
  readonly instrument: StopPaymentAction;
  readonly state: StopPaymentState;
  readonly account: string;
  readonly currency: string;
  readonly transferId: string | null;
  /** HOLD_TRANSFER: the debtor of the held transfer; money held on its way to the account is not on it yet. */
  readonly transferDebtor: string | null;
  readonly caseId: string | null;
  /** What the stop-payment asks for. */
  readonly requestedMinor: number;
  /** What is held or frozen now, cumulative. */
  readonly stoppedMinor: number;
  /** What was paid back so far, cumulative. */
  readonly returnedMinor: number;
  readonly returnToAccount: string | null;
}

export interface TraceInput {
  readonly method: MethodName;
  /** Reported payments of the case and of every other case whose money the ledger mixes with it. */
  readonly sources: readonly TraceSource[];
  /** In ledger order (`inLedgerOrder`). */
  readonly ledger: readonly LedgerEntry[];
  /** In any order. */
  readonly stops: readonly StopFact[];
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  /** Whether the ledger holds every entry of the account; default: of all. Money on another account is in `frontier`. */
  readonly isLoaded?: (accountId: string) => boolean;
  /** Accounts that are not followed because a limit was reached. */
  readonly beyondLimit?: ReadonlySet<string>;
}

/** Where stolen money went when it left our sight. BEYOND_LIMIT: not followed, though it is still with us. */
export const SIGHT_CHANNELS = [
  'OTHER_BANK',
  'CASH',
  'CRYPTO_EXCHANGE',
  'WALLET',
  'MERCHANT',
  'UNKNOWN_OWNER',
  'CONVERSION',
  'CHARGES',
  'POOLED_ACCOUNT',
  'INTERNAL_ACCOUNT',
  'BEYOND_LIMIT',
] as const;
export type SightChannel = (typeof SIGHT_CHANNELS)[number];

/**
 * PASSED_ON: on to an account that is followed. WITH_VICTIM: back by an ordinary payment, which books nothing as returned.
 * EXCHANGED: paid to another victim; in return the claim goes to where that victim's money had gone. INHERITED: such a
 * place, the hop of the other victim's money; with a channel where it had left our sight.
 */
export const FLOW_FATES = [
  'PASSED_ON',
  'LEFT_SIGHT',
  'RETURNED',
  'WITH_VICTIM',
  'EXCHANGED',
  'INHERITED',
] as const;
export type FlowFate = (typeof FLOW_FATES)[number];

/** Stolen value that one transfer carried, of one source at one layer. */
export interface Flow {
  /** The transfer; `<stopPaymentId>:<sequence>` where the core's answer alone tells of the payment. */
  readonly transferId: string;
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** 1 for the victim's own payment, then one more for each hop. */
  readonly layer: number;
  readonly bookedAt: number;
  readonly fate: FlowFate;
  readonly channel: SightChannel | null;
}

/** Stolen money that a trace found on an account. */
export interface RestingMoney {
  readonly account: string;
  readonly currency: string;
  readonly source: string;
  readonly layer: number;
  /** The transfer that brought it: the flow of this transfer, source and layer ends here. */
  readonly broughtBy: string;
  readonly since: number;
  readonly amountMinor: number;
  /** Of the amount: under a stop-payment now. */
  readonly frozenMinor: number;
  /** Of the amount: under a stop-payment that was released or expired. */
  readonly releasedMinor: number;
  /** Back on the victim's account by an ordinary payment; nobody freezes it. */
  readonly withVictim: boolean;
}

/** Stolen money that left our sight and has not come back. */
export interface DepartedMoney {
  readonly transferId: string;
  readonly source: string;
  readonly layer: number;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly channel: SightChannel;
  readonly amountMinor: number;
  readonly bookedAt: number;
  /** Whether it went to another bank by a credit transfer from us: that bank can be asked to give it back. */
  readonly recallable: boolean;
  /** The whole transfer, interbank amount and currency. */
  readonly transferMinor: number;
  readonly transferCurrency: string;
}

/** What became of one source: entered + contaminated = at rest + left sight + returned; frozen is part of at rest. */
export interface SourceTotals {
  readonly source: string;
  readonly caseId: string;
  readonly currency: string;
  readonly claimedMinor: number;
  readonly enteredMinor: number;
  /** Of the claim: money stolen from another victim, who counts it. */
  readonly countedElsewhereMinor: number;
  /** POISON: own money that became suspect; 0 under every other method. */
  readonly contaminatedMinor: number;
  readonly atRestMinor: number;
  readonly frozenMinor: number;
  readonly leftSightMinor: number;
  /** Of leftSightMinor: not followed because a limit was reached. */
  readonly beyondLimitMinor: number;
  readonly returnedMinor: number;
}

/** An account that stolen money came to, in one currency. */
export interface TaintedAccount {
  readonly account: string;
  readonly currency: string;
  /** Of the first stolen credit, epoch ms. */
  readonly taintedSince: number;
  /** Everything that came in from then on. */
  readonly inflowMinor: number;
  /** Of the inflow: stolen. */
  readonly tracedInflowMinor: number;
  /** Own and stolen money on it, as far as the ledger and the bank's statements tell. */
  readonly balanceMinor: number;
}

/** Something that the trace took for granted: a code for programs, a sentence for people. */
export interface Assumption {
  readonly code: 'OPENING_BALANCE_UNKNOWN' | 'DEBITS_EXCEED_RECORD' | 'BEYOND_LIMIT';
  readonly account: string;
  readonly sentence: string;
}

export interface TraceResult {
  readonly method: MethodName;
  readonly flows: readonly Flow[];
  readonly resting: readonly RestingMoney[];
  readonly departed: readonly DepartedMoney[];
  readonly sources: readonly SourceTotals[];
  readonly tainted: readonly TaintedAccount[];
  readonly assumptions: readonly Assumption[];
  /** Accounts that money came to and whose ledger was not given, with the instant of the first stolen credit and its layer. */
  readonly frontier: readonly {
    readonly account: string;
    readonly taintedSince: number;
    readonly layer: number;
  }[];
}
