import type { Metrics } from '@sluice/observability';
import type { RunningConsumer } from '@sluice/stream-runtime';
import type { Facts } from './recording/facts';

const SAMPLE_MS = 1_000;
/** Upper bounds, in seconds, of a transaction: a quiet poll to a backlog on a slow disk. */
const TRANSACTION_BUCKETS_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** The table that each kind of fact goes to first; a fact that is there already counts too. */
const TABLES = {
  accounts: 'account',
  watchlist: 'watchlist_entry',
  decisions: 'decision_summary',
  warnings: 'victim_warning',
  outcomes: 'transfer_outcome',
  stopEvents: 'stop_payment_event',
  commands: 'stop_payment_command',
  answers: 'stop_payment_answer',
  orders: 'stop_order',
  reports: 'fraud_report',
  deadLetters: 'dead_letter',
} as const satisfies Partial<Record<keyof Facts, string>>;
const KINDS = Object.keys(TABLES) as (keyof typeof TABLES)[]; // the keys of this very object

/** Takes note of what the recorder does. */
export interface RecorderMetrics {
  /** One transaction was committed with these facts, after so many seconds. */
  recorded(facts: Facts, seconds: number): void;
  /** Samples `consumer` from now on; returns how to end it. */
  observe(consumer: Pick<RunningConsumer, 'lag' | 'state'>): () => void;
}

/** Shows what the recorder does under `/metrics`. */
export function recorderMetrics(metrics: Metrics): RecorderMetrics {
  const rows = metrics.counter('sluice_rows_total', 'Rows handed to the case store, by table.', ['table']);
  const alerting = metrics.counter('sluice_decisions_noted_total', 'Decisions other than ALLOW recorded.');
  const unreadable = metrics.counter('sluice_unreadable_total', 'Records that could not be read.');
  const transactions = metrics.counter('sluice_transactions_total', 'Transactions committed.');
  const seconds = metrics.histogram(
    'sluice_transaction_seconds',
    'From the first statement of a transaction to its commit.',
    TRANSACTION_BUCKETS_S,
  );
  const lag = metrics.gauge('sluice_lag_records', 'Records that wait to be recorded, as of the last poll.');
  const recording = metrics.gauge(
    'sluice_recording',
    '1 while it records, 0 while it retries, joins or has stopped.',
  );
  return {
    recorded(facts, took) {
      const transfers = facts.admitted + facts.later.length;
      if (transfers > 0) rows.add(transfers, { table: 'transfer' });
      for (const kind of KINDS)
        if (facts[kind].length > 0) rows.add(facts[kind].length, { table: TABLES[kind] });
      alerting.add(facts.decisions.filter(({ value }) => value.outcome !== 'ALLOW').length);
      unreadable.add(facts.refused.length + facts.leftToOthers);
      transactions.add();
      seconds.observe(took);
    },
    observe(consumer) {
      const sample = (): void => {
        lag.set(Number(consumer.lag()));
        recording.set(consumer.state() === 'running' ? 1 : 0);
      };
      sample();
      const timer = setInterval(sample, SAMPLE_MS);
      return () => {
        clearInterval(timer);
        sample();
      };
    },
  };
}
