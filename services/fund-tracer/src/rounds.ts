import {
  type CaseStore,
  casesWithLateTransfers,
  dirtyCases,
  isPassingFault,
  recoveryReports,
  relayOutbox,
} from '@sluice/case-store';
import {
  type KafkaConnection,
  type Logger,
  reasonOf,
  type SerialProducer,
  sleep,
} from '@sluice/stream-runtime';
import { leadership } from './leadership';
import type { FundTracerMeter } from './meter';
import { type TraceParts, traceCase } from './tracing/traceCase';
import { advanceReports } from './waiting/advanceReports';

export interface RoundParts {
  readonly connection: KafkaConnection;
  readonly store: CaseStore;
  readonly tracing: TraceParts;
  /** Sends what leaves the outbox. */
  readonly orders: SerialProducer;
  readonly meter: FundTracerMeter;
  readonly log: Logger;
  /** Between rounds, ms of the wall. */
  readonly roundMs: number;
}

export interface Rounds {
  /** This instance is the one that traces. */
  leading(): boolean;
  /** Why the last round failed; null where it did not. */
  trouble(): string | null;
  /** The first case whose trace fails by a bug, in a sentence; null where none does. */
  failure(): string | null;
  /** Resolves when the round in hand is over. */
  stop(): Promise<void>;
}

const CASES_PER_ROUND = 100;
const RETRY_MS = 1_000;

/** Round after round: reports whose ledger is there are traced, then cases that moved; orders leave at once. */
export function startRounds(parts: RoundParts): Rounds {
  const { connection, store, meter, log } = parts;
  const leader = leadership(store);
  /** Cases whose trace fails by a bug, with why: the others go on, and the health endpoint tells. */
  const failing = new Map<string, string>();
  let leading = false;
  let trouble: string | null = null;
  let stopping = false;

  const traceOne = async (caseId: string): Promise<void> => {
    if (failing.has(caseId)) return;
    const startedAt = performance.now();
    try {
      const traced = await traceCase(parts.tracing, caseId);
      meter.traced(traced, performance.now() - startedAt);
      if (traced !== null && traced.runNo !== null) log.info({ ...traced }, 'case traced');
    } catch (error) {
      if (isPassingFault(error)) throw error;
      const reason = reasonOf(error);
      failing.set(caseId, reason);
      log.error({ caseId, reason }, 'the trace of a case fails; it is left alone until restart');
    }
  };
  const relay = async (): Promise<void> => meter.relayed(await relayOutbox(store, parts.orders));

  const round = async (): Promise<void> => {
    leading = await leader.isMine();
    if (!leading) return;
    for (const { caseId } of await advanceReports(connection, store.db)) await traceOne(caseId);
    await relay();
    const moved = await dirtyCases(store.db, CASES_PER_ROUND);
    const late = await casesWithLateTransfers(store.db, CASES_PER_ROUND);
    for (const caseId of new Set([...moved, ...late])) await traceOne(caseId);
    await relay();
    meter.waiting((await recoveryReports(store.db)).waiting);
  };

  const running = (async () => {
    while (!stopping) {
      try {
        await round();
        trouble = null;
        if (!stopping) await sleep(parts.roundMs);
      } catch (error) {
        // A database or broker that is away: nothing is lost, the next round takes up what this one left.
        if (trouble === null) log.warn({ reason: reasonOf(error) }, 'a round of traces failed, trying again');
        trouble = reasonOf(error);
        if (!stopping) await sleep(RETRY_MS);
      }
    }
  })();

  return {
    leading: () => leading,
    trouble: () => trouble,
    failure() {
      for (const [caseId, reason] of failing) return `the trace of case ${caseId} fails: ${reason}`;
      return null;
    },
    async stop() {
      stopping = true;
      await running;
      await leader.release();
    },
  };
}
