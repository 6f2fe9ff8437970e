import {
  type CaseStore,
  casesWithLateTransfers,
  dirtyCases,
  isPassingFault,
  openCaseStore,
  relayOutbox,
} from '@sluice/case-store';
import type { EventCodec } from '@sluice/event-codec';
import type { MethodName } from '@sluice/fund-tracing';
import { type KafkaConnection, type Logger, reasonOf, sleep } from '@sluice/stream-runtime';
import { leadership } from './leadership';
import { consumeReports } from './reports/consumeReports';
import { requireTables } from './requireTables';
import { TRACE_LIMITS, type TraceLimits } from './tracing/limits';
import { type TraceParts, traceCase } from './tracing/traceCase';
import { advanceReports } from './waiting/advanceReports';

export interface FundTracerOptions {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'fraudReports'>;
  /** An open case store, which stays open, or where one is. */
  readonly database: CaseStore | { readonly databaseUrl: string };
  readonly log: Logger;
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

/** What was done since the start. */
export interface FundTracerCounts {
  reports: number;
  notes: number;
  refused: number;
  runs: number;
  freezes: number;
  recalls: number;
  relayed: number;
}

export interface FundTracer {
  readonly counts: Readonly<FundTracerCounts>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  /** Finishes the poll and the round in hand, leaves the group, closes what it opened. */
  stop(): Promise<void>;
}

const ROUND_MS = 250;
const CASES_PER_ROUND = 100;
const RETRY_MS = 1_000;

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
  const counts: FundTracerCounts = {
    reports: 0,
    notes: 0,
    refused: 0,
    runs: 0,
    freezes: 0,
    recalls: 0,
    relayed: 0,
  };
  const deadLetters = await connection.producer('fund-tracer');
  const orders = await connection.producer('fund-tracer-outbox');
  const consumer = await consumeReports({
    connection,
    codec,
    store,
    deadLetters,
    log,
    clock,
    wallClock: options.wallClock ?? Date.now,
    counts,
  });
  const leader = leadership(store);
  const parts: TraceParts = {
    store,
    clock,
    method: options.method ?? 'FIFO',
    limits: options.limits ?? TRACE_LIMITS,
  };
  /** Cases whose trace fails by a bug, with why: the others go on, and the health endpoint tells. */
  const failing = new Map<string, string>();
  let trouble: string | null = null;
  let leading = false;

  const traceOne = async (caseId: string): Promise<void> => {
    if (failing.has(caseId)) return;
    try {
      const traced = await traceCase(parts, caseId);
      if (traced === null || traced.runNo === null) return;
      counts.runs += 1;
      counts.freezes += traced.freezes;
      counts.recalls += traced.recalls;
      log.info({ ...traced }, 'case traced');
    } catch (error) {
      if (isPassingFault(error)) throw error;
      failing.set(caseId, reasonOf(error));
      log.error(
        { caseId, reason: reasonOf(error) },
        'the trace of a case fails; it is left alone until restart',
      );
    }
  };

  const round = async (): Promise<void> => {
    leading = await leader.isMine();
    if (!leading) return;
    for (const { caseId } of await advanceReports(connection, store.db)) await traceOne(caseId);
    counts.relayed += await relayOutbox(store, orders);
    const due = new Set([
      ...(await dirtyCases(store.db, CASES_PER_ROUND)),
      ...(await casesWithLateTransfers(store.db, CASES_PER_ROUND)),
    ]);
    for (const caseId of due) await traceOne(caseId);
    counts.relayed += await relayOutbox(store, orders);
  };

  let stopping = false;
  const rounds = (async () => {
    while (!stopping) {
      try {
        await round();
        trouble = null;
        if (!stopping) await sleep(options.roundMs ?? ROUND_MS);
      } catch (error) {
        // A database or broker that is away: nothing is lost, the next round takes up what this one left.
        if (trouble === null) log.warn({ reason: reasonOf(error) }, 'a round of traces failed, trying again');
        trouble = reasonOf(error);
        if (!stopping) await sleep(RETRY_MS);
      }
    }
  })();

  return {
    counts,
    health: () => ({
      ready: consumer.state() === 'running' && trouble === null && failing.size === 0,
      detail: {
        state: consumer.state(),
        lag: Number(consumer.lag()),
        leading,
        trouble,
        failure: consumer.failure()?.message ?? firstOf(failing),
        ...counts,
      },
    }),
    async stop() {
      stopping = true;
      await consumer.stop();
      await rounds;
      await leader.release();
      await deadLetters.close();
      await orders.close();
      if (own) await store.close();
    },
  };
}

function firstOf(failing: ReadonlyMap<string, string>): string | null {
  for (const [caseId, reason] of failing) return `the trace of case ${caseId} fails: ${reason}`;
  return null;
}
