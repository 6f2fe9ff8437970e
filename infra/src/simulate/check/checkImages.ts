import { createPartitionFold, partitionImage, stateDigest } from '@sluice/detection';
import { TOPICS } from '@sluice/domain';
import { type KafkaConnection, openCheckpoints, silentLogger } from '@sluice/stream-runtime';
import type { CleanFold } from './cleanFold';

export interface ImagesToCheck {
  readonly connection: KafkaConnection;
  readonly partitions: number;
  readonly folds: readonly CleanFold[];
  /** End of each partition of `legs`. */
  readonly ends: readonly number[];
  /** True where an image may be missing, since a fault of storage took it. */
  readonly mayBeMissing: boolean;
}

/**
 * Restores every partition as the next owner would, after a clean stop of the last one: the state must be that of the
 * clean fold at the image's position, and with that the last owner's own, which the image of its hand-over holds.
 */
export async function checkImages(work: ImagesToCheck): Promise<string[]> {
  const { connection, partitions, folds, ends, mayBeMissing } = work;
  const problems: string[] = [];
  const checkpoints = openCheckpoints({
    connection,
    log: silentLogger,
    name: 'detector',
    topics: { pieces: TOPICS.detectorCheckpoints, manifests: TOPICS.detectorManifests },
    incarnation: 0,
  });
  for (let partition = 0; partition < partitions; partition++) {
    const restored = await checkpoints.restore(
      partition,
      () => createPartitionFold({ partition, partitionCount: partitions, incarnation: 0 }),
      ({ state }) => partitionImage(state),
    );
    const end = ends[partition] ?? 0;
    if (restored.kind === 'NONE') {
      if (!mayBeMissing)
        problems.push(`legs/${partition} has no image after a clean stop: ${restored.reason}`);
      continue;
    }
    const { position, image } = restored;
    if (!mayBeMissing && Number(position) !== end)
      problems.push(`image ${image} of legs/${partition} stands at ${position} of ${end} after a clean stop`);
    const clean = folds[partition]?.digestAt(Number(position)) ?? null;
    const digest = stateDigest(restored.state.state);
    if (clean !== digest)
      problems.push(
        `image ${image} of legs/${partition} at ${position} is not the state of a clean fold: ${firstDifference(clean ?? 'none', digest)}`,
      );
  }
  await checkpoints.close();
  return problems;
}

const SHOWN = 60;

function firstDifference(right: string, wrong: string): string {
  let at = 0;
  while (at < right.length && right[at] === wrong[at]) at += 1;
  const from = Math.max(0, at - SHOWN / 2);
  return `…${wrong.slice(from, at + SHOWN)}… instead of …${right.slice(from, at + SHOWN)}…`;
}
