import { type CaseStore, openCaseStore } from '@sluice/case-store';
import type { EventCodec } from '@sluice/event-codec';
import type { MethodName } from '@sluice/fund-tracing';
import type { Metrics } from '@sluice/observability';
import type { KafkaConnection, Logger } from '@sluice/stream-runtime';
import { createMeter, type FundTracerCounts } from './meter';
import { consumeReports } from './reports/consumeReports';
import { requireTables } from './requireTables';
import { startRounds } from './rounds';
import { TRACE_LIMITS, type TraceLimits } from './tracing/limits';

export interface FundTracerOptions {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'fraudReports'>;
  /** An open case store, which stays open, or where one is. */
  readonly database: CaseStore | { readonly databaseUrl: string };
  readonly log: Logger;
  readonly metrics?: Metrics;
  /** Time that is written into cases and orders, epoch ms: faster than the wall's in a demo. */
  readonly clock?: () => number;
  /** The brokers' time, epoch ms; for tests. */
  readonly wallClock?: () => number;
  /** Default FIFO. */
  readonly method?: MethodName;
  readonly limits?: TraceLimits;
  /** How long to wait between rounds, ms of the wall; default 250. */
  readonly roundMs?: number;
}

export interface FundTracer {
  readonly counts: Readonly<FundTracerCounts>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  /** Finishes the poll and the round in hand, leaves the group, closes what it opened. */
  stop(): Promise<void>;
}

const ROUND_MS = 250;

/**
 * Traces reported money: takes reports from `fraud-reports`, waits until the ledger has passed the log position at the
 * report's time, traces, orders freezes and recalls through the outbox, keeps the books of each case, and traces again
 * whenever an account or a stop-payment of the case moves. Throws where the database has no tables; while it is away the
 * tracer waits.
 */
export async function startFundTracer(options: FundTracerOptions): Promise<FundTracer> {
  const { connection, codec, log } = options;
  const clock = options.clock ?? Date.now;
  const own = 'databaseUrl' in options.database;
  const store =
    'databaseUrl' in options.database
      ? openCaseStore(options.database.databaseUrl, { applicationName: 'fund-tracer' })
      : options.database;
  await requireTables(store, log);
  const meter = createMeter(options.metrics);
  const deadLetters = await connection.producer('fund-tracer');
  const orders = await connection.producer('fund-tracer-outbox');
  const wallClock = options.wallClock ?? Date.now;
  const consumer = await consumeReports({
    connection,
    codec,
    store,
    deadLetters,
    log,
    clock,
    wallClock,
    meter,
  });
  const rounds = startRounds({
    connection,
    store,
    orders,
    meter,
    log,
    tracing: { store, clock, method: options.method ?? 'FIFO', limits: options.limits ?? TRACE_LIMITS },
    roundMs: options.roundMs ?? ROUND_MS,
  });

  return {
    counts: meter.counts,
    health() {
      const failure = consumer.failure()?.message ?? rounds.failure();
      return {
        ready: consumer.state() === 'running' && rounds.trouble() === null && failure === null,
        detail: {
          state: consumer.state(),
          lag: Number(consumer.lag()),
          leading: rounds.leading(),
          trouble: rounds.trouble(),
          failure,
          ...meter.counts,
        },
      };
    },
    async stop() {
      await consumer.stop();
      await rounds.stop();
      await deadLetters.close();
      await orders.close();
      if (own) await store.close();
    },
  };
}
