import type {
  ProduceFault,
  RequestFault,
  SimulatedFaults,
} from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { Trace } from '../run/trace';
import type { SeededRandom } from '../world/seededRandom';
import type { FaultCounts, FaultKind } from './faultKinds';
import type { FaultPlan } from './faultPlan';

/** The network's and the broker's faults of one seed. */
export interface SeededFaults extends SimulatedFaults {
  /** From here on nothing fails any more. */
  end(): void;
  setAway(away: boolean): void;
}

export interface FaultParts {
  readonly plan: FaultPlan;
  readonly random: SeededRandom;
  readonly counts: FaultCounts;
  readonly trace: Trace;
  /** Kills the process of that name; what it has on the wire still arrives. */
  readonly kill: (host: string) => void;
}

const CALM_LATENCY_MS = 1;
/** Requests in the middle of which a death matters most. */
const DELICATE: ReadonlySet<string> = new Set([
  'Produce',
  'OffsetCommit',
  'EndTxn',
  'AddPartitionsToTxn',
  'SyncGroup',
]);
/**
 * Not lost: kafkajs goes on with its old assignment under the new generation when a SyncGroup breaks off, and what the new
 * assignment gives it nobody reads until the next rebalance. The runtime has no answer to that yet.
 */
const SPARED: ReadonlySet<string> = new Set(['SyncGroup']);
const REQUEST_FAULTS: readonly (readonly [FaultKind, RequestFault])[] = [
  ['request lost', 'LOST_REQUEST'],
  ['answer lost', 'LOST_ANSWER'],
  ['request late', 'LATE_REQUEST'],
];
const PRODUCE_FAULTS: readonly (readonly [FaultKind, ProduceFault])[] = [
  ['not appended', 'NOT_APPENDED'],
  ['appended, answer unsure', 'APPENDED_UNSURE'],
  ['refused for good', 'REFUSED'],
  ['appended, refused for good', 'APPENDED_REFUSED'],
];

export function seededFaults({ plan, random, counts, trace, kill }: FaultParts): SeededFaults {
  let active = true;
  let away = false;
  const happens = (kind: FaultKind): boolean => {
    if (!active || !random.chance(plan.chanceOf[kind])) return false;
    counts[kind] += 1;
    return true;
  };
  return {
    latencyMs: () => (active ? random.between(...plan.latencyMs) : CALM_LATENCY_MS),
    request(api, host) {
      // Connections break between records more than while they are set up, or nothing would ever begin.
      const fault = REQUEST_FAULTS.find(
        ([kind]) => !SPARED.has(api) && (api === 'Produce' || random.chance(0.3)) && happens(kind),
      );
      if (fault !== undefined) trace.note(`${fault[0]}: ${api} of ${host}`);
      if (DELICATE.has(api) && happens('process killed at a request')) {
        trace.note(`${host} killed at ${api}`);
        kill(host);
      }
      return fault?.[1] ?? 'NONE';
    },
    lateByMs: () => random.between(1, random.pick([50, 1_000, 4_000])),
    produce(topic, partition) {
      const fault = PRODUCE_FAULTS.find(([kind]) => happens(kind));
      if (fault !== undefined) trace.note(`${fault[0]}: ${topic}/${partition}`);
      return fault?.[1] ?? 'NONE';
    },
    withhold: () => happens('partition withheld'),
    fetchBytesMax: () =>
      happens('fetch cut short') ? random.pick([1, 500, 3_000]) : Number.MAX_SAFE_INTEGER,
    idleMs: () => random.between(200, 800),
    away: () => away,
    setAway(value) {
      away = value;
    },
    end() {
      active = false;
      away = false;
    },
  };
}
