import type { PayerResponse, StopPaymentAction, StopPaymentStatus } from '@sluice/domain';
import type { SyntheticBankOptions } from '../options';
import type { Party } from '../population/party';
import type { EventQueue } from '../simulation/eventQueue';
import type { Period } from '../simulation/period';
import type { Random } from '../simulation/random';
import type { CaseBook, FraudCase } from '../truth/caseBook';
import type { Truth } from '../truth/truth';
import type { Outbox } from './outbox';
import type { LiveTransfer } from './payment';

/** A stop-payment as the core keeps it. */
export interface CoreStop {
  readonly stopPaymentId: string;
  readonly instrument: StopPaymentAction;
  readonly commandId: string;
  readonly party: Party;
  readonly live: LiveTransfer | null;
  readonly transferId: string | null;
  readonly coreReference: string;
  /** Frozen on the account, or held with the transfer; 0 when the stop is over. */
  stoppedMinor: number;
  expiresAt: number | null;
  over: boolean;
}

/** What the core counts. */
export interface CoreCounts {
  /** Held by their own decideBy: executed without a decision. */
  undecided: number;
  /** Decided after the core had executed them. */
  decidedLate: number;
  warned: Record<PayerResponse, number>;
  /** Answers to commands, by result. */
  answers: Map<string, number>;
  /** Answers to commands, by action and result, as `ACTION RESULT`. */
  answersByAction: Map<string, number>;
  settledMinor: number;
}

/** The simulated core banking system: everything that its functions share. */
export interface CoreState {
  readonly options: SyntheticBankOptions;
  readonly period: Period;
  readonly clock: { now: number };
  readonly queue: EventQueue;
  readonly outbox: Outbox;
  readonly truth: Truth;
  readonly cases: CaseBook;
  /** The desk that learns of reports; null until it is set up. */
  desk: { onReport(reported: FraudCase): void } | null;
  readonly random: Random;
  /** Begins every transferId, so that runs with other seeds or other ends do not collide. */
  readonly idPrefix: string;
  transferCount: number;
  bookingSequence: number;
  /** Transfers of the live period, by id. */
  readonly live: Map<string, LiveTransfer>;
  /** How many returns each transfer has had. */
  readonly returnsOf: Map<string, number>;
  readonly partyById: Map<string, Party>;
  readonly stops: Map<string, CoreStop>;
  /** The latest answer to each command: a command that comes again is answered again and does nothing. */
  readonly answers: Map<string, StopPaymentStatus>;
  readonly counts: CoreCounts;
}
