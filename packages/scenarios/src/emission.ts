import type {
  Account,
  DeadLetterCode,
  FraudReport,
  StopPaymentOrder,
  StopPaymentStatus,
  TOPICS,
  Transfer,
  TransferOutcome,
  WatchlistEntry,
} from '@sluice/domain';

interface At {
  /** Moment of simulated time at which the bank publishes it, epoch ms. */
  readonly at: number;
  /** Record key. */
  readonly key: string;
}

/** A record on `transfers`, and what its reader is going to make of it. */
export type TransferEmission = At & { readonly topic: typeof TOPICS.transfers } & (
    | { readonly form: 'NEW' | 'STATUS' | 'DUPLICATE'; readonly record: Transfer }
    | { readonly form: 'REFUSED'; readonly code: DeadLetterCode; readonly record: Transfer }
    | { readonly form: 'REFUSED_BYTES'; readonly code: DeadLetterCode; readonly bytes: Uint8Array }
  );

/** One record that the bank, its customers or its desk publish, by topic. */
export type Emission =
  | TransferEmission
  | (At & { readonly topic: typeof TOPICS.transferHistory; readonly record: Transfer })
  | (At & { readonly topic: typeof TOPICS.accounts; readonly record: Account })
  | (At & { readonly topic: typeof TOPICS.watchlist; readonly record: WatchlistEntry })
  | (At & { readonly topic: typeof TOPICS.stopPaymentStatus; readonly record: StopPaymentStatus })
  | (At & { readonly topic: typeof TOPICS.orders; readonly record: StopPaymentOrder })
  | (At & { readonly topic: typeof TOPICS.fraudReports; readonly record: FraudReport })
  | (At & { readonly topic: typeof TOPICS.transferOutcomes; readonly record: TransferOutcome });
