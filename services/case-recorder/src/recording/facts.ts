import type {
  AccountFact,
  Appended,
  DeadLetterRow,
  FraudReportFact,
  LedgerEntry,
  OutcomeFact,
  WatchlistFact,
} from '@sluice/case-store';
import type {
  DeadLetter,
  Decision,
  StopPaymentCommand,
  StopPaymentEvent,
  StopPaymentOrder,
  StopPaymentStatus,
  VictimWarning,
} from '@sluice/domain';
import type { ConsumedRecord } from '@sluice/stream-runtime';

/** What one poll brought, sorted by what it speaks of. */
export interface Facts {
  /** Frames of `legs` that hold entries which admitted a transfer; those are read once more while they are written. */
  readonly frames: ConsumedRecord[];
  /** How many such entries they hold. */
  admitted: number;
  /** What else the frames tell of transfers. */
  readonly later: LedgerEntry[];
  readonly accounts: AccountFact[];
  readonly watchlist: WatchlistFact[];
  readonly decisions: Appended<Decision>[];
  readonly warnings: Appended<VictimWarning>[];
  readonly outcomes: OutcomeFact[];
  readonly stopEvents: Appended<StopPaymentEvent>[];
  readonly commands: Appended<StopPaymentCommand>[];
  readonly answers: Appended<StopPaymentStatus>[];
  readonly orders: Appended<StopPaymentOrder>[];
  readonly reports: FraudReportFact[];
  readonly deadLetters: DeadLetterRow[];
  /** Records that cannot be read and that no other service refuses. */
  readonly refused: DeadLetter[];
  /** Records that cannot be read and that another service refuses. */
  leftToOthers: number;
}

export function noFacts(): Facts {
  return {
    frames: [],
    admitted: 0,
    later: [],
    accounts: [],
    watchlist: [],
    decisions: [],
    warnings: [],
    outcomes: [],
    stopEvents: [],
    commands: [],
    answers: [],
    orders: [],
    reports: [],
    deadLetters: [],
    refused: [],
    leftToOthers: 0,
  };
}
