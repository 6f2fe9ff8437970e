import { TOPICS } from '@sluice/domain';
import type { SimulatedCluster, StandingRecord } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { Trace } from '../run/trace';
import type { SeededRandom } from '../world/seededRandom';

interface Parts {
  readonly random: SeededRandom;
  readonly cluster: SimulatedCluster;
  readonly trace: Trace;
}

const PIECES = [TOPICS.detectorCheckpoints, TOPICS.intakeCheckpoints] as const;
const MANIFESTS = [TOPICS.detectorManifests, TOPICS.intakeManifests] as const;

/** Changes one byte of a piece or of a manifest, as a disk may. */
export function corruptCheckpoint({ random, cluster, trace }: Parts): boolean {
  const topic = random.pick([...PIECES, ...PIECES, ...MANIFESTS]);
  const found = anyRecord(random, cluster, topic);
  if (found === null) return false;
  const { partition, record } = found;
  trace.note(`${topic}/${partition}@${record.offset} corrupted`);
  return cluster.topics.get(topic, partition).overwrite(record.offset, (value) => {
    const at = random.between(0, value.length - 1);
    value[at] = (value[at] ?? 0) ^ (1 << random.between(0, 7));
    return value;
  });
}

/** Takes the newest manifest of a partition away: the image before is the newest then. */
export function loseCheckpoint({ random, cluster, trace }: Parts): boolean {
  const topic = random.pick(MANIFESTS);
  const partition = random.between(0, cluster.topics.all(topic).length - 1);
  const newest = withValue(cluster, topic, partition).pop();
  if (newest === undefined) return false;
  trace.note(`${topic}/${partition}@${newest.offset} lost`);
  return cluster.topics.get(topic, partition).overwrite(newest.offset, () => null);
}

/** Deletes what both images of a partition of `legs` hold, as retention may. */
export function cutLog({ random, cluster, trace }: Parts): boolean {
  const partition = random.between(0, cluster.topics.all(TOPICS.legs).length - 1);
  const manifests = withValue(cluster, TOPICS.detectorManifests, partition);
  const positions = new Map(manifests.map(({ key, value }) => [key?.toString(), positionIn(value)]));
  if (positions.size < 2) return false;
  const from = Math.min(...positions.values());
  const log = cluster.topics.get(TOPICS.legs, partition);
  if (from <= log.startOffset) return false;
  trace.note(`legs/${partition} begins at ${from} from here on`);
  log.deleteBefore(from);
  return true;
}

function positionIn(manifest: Buffer | null): number {
  const { position }: { position: string } = JSON.parse(manifest?.toString('utf8') ?? '');
  return Number(position);
}

function withValue(cluster: SimulatedCluster, topic: string, partition: number): StandingRecord[] {
  return cluster.records(topic, partition).filter(({ value }) => value !== null && value.length > 0);
}

function anyRecord(random: SeededRandom, cluster: SimulatedCluster, topic: string) {
  const partition = random.between(0, cluster.topics.all(topic).length - 1);
  const records = withValue(cluster, topic, partition);
  return records.length === 0 ? null : { partition, record: random.pick(records) };
}
