import type { SimulatedCluster } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { Fleet } from '../run/fleet';
import { READ_BY, type ServiceName, type ServiceProcess } from '../run/serviceProcess';
import type { Trace } from '../run/trace';
import type { SeededRandom } from '../world/seededRandom';
import { corruptCheckpoint, cutLog, loseCheckpoint } from './checkpointFaults';
import { FAULT_KINDS, type FaultCounts, type FaultKind } from './faultKinds';
import type { FaultPlan } from './faultPlan';
import type { SeededFaults } from './seededFaults';

export interface DisturberParts {
  readonly plan: FaultPlan;
  readonly random: SeededRandom;
  readonly counts: FaultCounts;
  readonly trace: Trace;
  readonly fleet: Fleet;
  readonly cluster: SimulatedCluster;
  readonly faults: SeededFaults;
  readonly after: (delayMs: number, run: () => void) => void;
}

/** A member is out after 6 s of silence (`sessionTimeout` of the runtime's consumer). */
const SESSION_MS = 6_000;

/** These need something that stands already. */
const STORED: ReadonlySet<FaultKind> = new Set([
  'topic compacted',
  'checkpoint corrupted',
  'checkpoint lost',
  'log cut to its images',
]);

/** Plans the faults that happen at a time of their own: processes, groups, commits, storage. */
export function planDisturbances(parts: DisturberParts): void {
  const { plan, random, after } = parts;
  for (const kind of FAULT_KINDS) {
    for (let left = plan.timesOf[kind]; left > 0; left--) {
      const earliest = STORED.has(kind) ? Math.floor((plan.activeMs * 2) / 3) : 0;
      after(random.between(earliest, plan.activeMs), () => {
        if (disturb(kind, parts)) parts.counts[kind] += 1;
      });
    }
  }
}

/** True where it happened; there may be nothing for it to happen to. */
function disturb(kind: FaultKind, parts: DisturberParts): boolean {
  const { random, trace, fleet, faults, after } = parts;
  const victim = anyOf(random, fleet.alive());
  switch (kind) {
    case 'broker away': {
      const forMs = random.pick([200, 2_000, 9_000]);
      trace.note(`broker away for ${forMs} ms`);
      faults.setAway(true);
      after(forMs, () => faults.setAway(false));
      return true;
    }
    case 'process killed':
      if (victim === null) return false;
      trace.note(`${victim.process.name} killed`);
      victim.process.kill();
      return true;
    case 'process paused past its session':
      return pause(parts, victim, SESSION_MS + random.between(200, 3_000));
    case 'process paused briefly':
      return pause(parts, victim, random.between(50, 3_000));
    case 'process stopped cleanly':
      if (victim === null || victim.service === null || victim.stopping || victim.process.paused)
        return false;
      trace.note(`${victim.process.name} stops`);
      fleet.stop(victim);
      return true;
    case 'process added':
      fleet.start(random.pick(['intake', 'detector'] as const));
      return true;
    case 'group rebalanced': {
      const group = random.pick(['intake', 'detector'] as const);
      trace.note(`${group} rebalanced`);
      parts.cluster.rebalance(group);
      return true;
    }
    case 'commit gone back':
    case 'commit expired':
      return changeCommit(kind === 'commit expired', parts);
    case 'topic compacted':
      return compact(parts);
    case 'checkpoint corrupted':
      return corruptCheckpoint(parts) && restoreSoon(parts);
    case 'checkpoint lost':
      return loseCheckpoint(parts) && restoreSoon(parts);
    case 'log cut to its images':
      return cutLog(parts) && restoreSoon(parts);
    default:
      return false;
  }
}

/** What was done to an image shows when somebody restores from it: mostly a service dies soon after. */
function restoreSoon({ random, fleet, trace, after }: DisturberParts): true {
  if (random.chance(0.7)) {
    after(random.between(10, 300), () => {
      for (const { process } of fleet.alive(random.pick(['intake', 'detector', 'detector']))) {
        trace.note(`${process.name} killed, to restore`);
        process.kill();
      }
    });
  }
  return true;
}

function pause({ trace, after }: DisturberParts, victim: ServiceProcess | null, forMs: number): boolean {
  if (victim === null || victim.process.paused) return false;
  trace.note(`${victim.process.name} paused for ${forMs} ms`);
  victim.process.pause();
  after(forMs, () => {
    trace.note(`${victim.process.name} goes on`);
    victim.process.goOn();
  });
  return true;
}

function changeCommit(expire: boolean, { random, cluster, trace }: DisturberParts): boolean {
  const group: ServiceName = random.pick(['intake', 'detector']);
  const topic = random.pick(READ_BY[group]);
  const partition = random.between(0, cluster.topics.all(topic).length - 1);
  const committed = cluster.offsets.get(group, topic, partition);
  if (committed === null || (!expire && committed === 0)) return false;
  const to = expire ? null : random.between(0, committed - 1);
  trace.note(`commit of ${group} on ${topic}/${partition}: ${committed} becomes ${to ?? 'none'}`);
  cluster.offsets.overwrite(group, topic, partition, to);
  return true;
}

function compact({ random, cluster, trace }: DisturberParts): boolean {
  const compacted = cluster.topics.names.filter((name) => cluster.topics.specs[name]?.compacted === true);
  const topic = random.pick(compacted);
  const removed = cluster.topics.all(topic).reduce((sum, log) => sum + log.compact(), 0);
  if (removed > 0) trace.note(`${topic} compacted: ${removed} records out`);
  return removed > 0;
}

function anyOf<T>(random: SeededRandom, from: readonly T[]): T | null {
  return from.length === 0 ? null : random.pick(from);
}
