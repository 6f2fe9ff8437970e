import type { EventCodec } from '@sluice/event-codec';
import { type Logger, silentLogger } from '@sluice/stream-runtime';
import {
  type BrokerEvent,
  connectSimulated,
  type SimulatedCluster,
  type SimulatedHost,
  simulatedCluster,
} from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { FaultCounts } from '../faults/faultKinds';
import type { FaultPlan } from '../faults/faultPlan';
import { type SeededFaults, seededFaults } from '../faults/seededFaults';
import type { Sabotage } from '../sabotage/sabotage';
import type { Meaning, Publication, Workload } from '../workload/timeline';
import { SeededRandom } from '../world/seededRandom';
import type { VirtualWorld } from '../world/virtualWorld';
import { type Fleet, fleetOf } from './fleet';
import { simulatedTopics } from './topics';
import type { Trace } from './trace';
import { traceLogger } from './traceLogger';

/** One commit, and how far every log stood when it was taken. */
export interface CommitEvent {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly ends: ReadonlyMap<string, number>;
}

/** Everything of one run. */
export interface Run {
  readonly world: VirtualWorld;
  readonly commits: readonly CommitEvent[];
  readonly codec: EventCodec;
  readonly workload: Workload;
  readonly cluster: SimulatedCluster;
  readonly fleet: Fleet;
  readonly faults: SeededFaults;
  readonly plan: FaultPlan;
  readonly random: SeededRandom;
  readonly counts: FaultCounts;
  readonly trace: Trace;
  /** Whether the supervisor starts again what ended, and how much of it. */
  supervised: 'DISTURBED' | 'CALM' | 'NO';
  readonly wanted: { readonly intake: number; readonly detector: number };
  /** Highest offset ever committed, by `group topic/partition`. */
  readonly reached: ReadonlyMap<string, number>;
  /** What each record of the bank is meant to be, by `topic/partition@offset`. */
  readonly meanings: Map<string, Meaning>;
}

export interface Preparation {
  readonly seed: number;
  readonly world: VirtualWorld;
  readonly trace: Trace;
  /** Whether anybody will read the trace: services then log into it. */
  readonly keepTrace: boolean;
  readonly plan: FaultPlan;
  readonly counts: FaultCounts;
  readonly workload: Workload;
  readonly codec: EventCodec;
  readonly sabotage: Sabotage | undefined;
}

/** Sets a run up: cluster, faults and an empty fleet. Nothing happens yet. */
export function prepareRun(given: Preparation): Run {
  const { seed, world, trace, plan, counts, workload, codec, sabotage } = given;
  const commits: CommitEvent[] = [];
  const random = new SeededRandom(seed, 'disturbances');
  const faults = seededFaults({
    plan,
    counts,
    trace,
    random: new SeededRandom(seed, 'faults'),
    kill: (host) => fleet.kill(host),
  });
  const cluster: SimulatedCluster = simulatedCluster({
    topics: simulatedTopics(workload.partitions),
    time: { now: () => world.now(), after: (delayMs, run) => world.after(delayMs, run) },
    faults,
    onEvent(event) {
      trace.note(lineOf(event));
      if (event.kind === 'ABORT') counts['checkpoint torn'] += 1;
      if (event.kind !== 'COMMIT') return;
      commits.push({ ...event, ends: endsOf(cluster) });
      const place = `${event.groupId} ${event.topic}/${event.partition}`;
      reached.set(place, Math.max(reached.get(place) ?? 0, event.offset));
    },
  });
  const logOf = ({ name }: SimulatedHost): Logger =>
    given.keepTrace ? traceLogger(trace, name) : silentLogger;
  const fleet = fleetOf({
    codec,
    partitions: workload.partitions,
    logOf,
    imageEntries: random.pick([8, 20, 60]),
    trace,
    process: (name) => world.process(name),
    connect: async (host) => {
      const connection = await connectSimulated(cluster, host, logOf(host));
      return sabotage?.connection?.(connection, { cluster, host }) ?? connection;
    },
  });
  const reached = new Map<string, number>();
  const wanted = { intake: random.between(1, 2), detector: random.between(1, 2) };
  return {
    world,
    supervised: 'DISTURBED',
    commits,
    codec,
    workload,
    cluster,
    fleet,
    faults,
    plan,
    random,
    counts,
    trace,
    wanted,
    reached,
    meanings: new Map(),
  };
}

export function publish(
  { cluster, meanings }: Run,
  { topic, partition, key, value, meaning }: Publication,
): void {
  const record = { key: key === null ? null : Buffer.from(key), value, headers: {} };
  const offset = cluster.publish(topic, partition, [record]);
  meanings.set(`${topic}/${partition}@${offset}`, meaning);
}

function endsOf({ topics }: SimulatedCluster): ReadonlyMap<string, number> {
  return new Map(
    topics.names.flatMap((topic) =>
      topics.all(topic).map((log, partition) => [`${topic}/${partition}`, log.endOffset] as const),
    ),
  );
}

function lineOf(event: BrokerEvent): string {
  switch (event.kind) {
    case 'APPEND':
      return `${event.host} appends ${event.records} to ${event.topic}/${event.partition}@${event.baseOffset}`;
    case 'COMMIT':
      return `${event.groupId} commits ${event.topic}/${event.partition}@${event.offset}`;
    case 'ABORT':
      return `${event.transactionalId} aborted`;
    case 'GENERATION':
      // Readers' groups are named after the Node process and differ between runs.
      return `generation ${event.generation} of ${event.groupId.replace(/^(sluice-reader).*/, '$1')}: ${event.hosts.join(', ')}`;
  }
}
