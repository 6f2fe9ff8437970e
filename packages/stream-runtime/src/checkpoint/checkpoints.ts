import type { Generation, Imageable } from '@sluice/log-format';
import type { KafkaConnection, TransactionalProducer } from '../api';
import { reasonOf } from '../backoff';
import type { Logger } from '../logger';
import { generationOf, type Manifest } from './manifest';
import { type PieceTopics, readManifests, readPieces } from './readImages';
import { writeImage } from './writeImage';

export interface CheckpointOptions {
  readonly connection: KafkaConnection;
  readonly log: Logger;
  readonly topics: Omit<PieceTopics, 'scope'>;
  /** Where several folds share the topics: the name of this one. */
  readonly scope?: string;
  /** The producer of partition P has the transactionalId `<name>-checkpoint-<P>`. */
  readonly name: string;
  /** Configured incarnation of the input topic. */
  readonly incarnation: number;
}

/** What a restore found. */
export type Restored<S> =
  | { readonly kind: 'IMAGE'; readonly state: S; readonly position: bigint; readonly image: number }
  /** No image can be used; `reason` says why, for people. The state is a fresh one. */
  | { readonly kind: 'NONE'; readonly state: S; readonly reason: string };

export interface Checkpoints {
  /**
   * Takes a partition over: fences whoever owned it before, then reads its newest whole image into a fresh state. Where
   * that one cannot be trusted the other is used; where neither can, the state is empty and the log must tell it all.
   */
  restore<S>(partition: number, fresh: () => S, imageOf: (state: S) => Imageable): Promise<Restored<S>>;
  /**
   * Writes an image of a restored partition as it is at this call: `position` is the next offset of its input. It is
   * published once `safe` resolves: every output below the position is acknowledged. One image of a partition at a time.
   */
  write(
    partition: number,
    image: Imageable,
    position: bigint,
    safe: () => Promise<void>,
    options?: { readonly hurry?: boolean },
  ): Promise<'PUBLISHED' | 'ABANDONED'>;
  /** The partition belongs to somebody else now: what is under way is abandoned. */
  drop(partition: number): Promise<void>;
  /** When the last image of each owned partition was published here, epoch ms by `now`; for metrics. */
  published(): ReadonlyMap<
    number,
    { readonly at: number; readonly position: bigint; readonly pieces: number }
  >;
  /** Images published here, of all partitions. */
  count(): number;
  close(): Promise<void>;
}

interface Owned {
  readonly producer: TransactionalProducer;
  image: number;
  /** `Manifest.since` of each generation. */
  since: [number, number];
  fenced: boolean;
  dropped: boolean;
  underWay: Promise<unknown>;
}

// An image of a million accounts takes seconds; a transaction left open by a dead owner is aborted by the next one's fence.
const TRANSACTION_TIMEOUT_MS = 300_000;

/** Images of a fold's partitions in compacted topics. */
export function openCheckpoints(options: CheckpointOptions): Checkpoints {
  const { connection, log, name, incarnation, scope = '' } = options;
  const topics: PieceTopics = { ...options.topics, scope };
  const owned = new Map<number, Owned>();
  const published = new Map<number, { at: number; position: bigint; pieces: number }>();
  let count = 0;

  const takeOver = async (partition: number): Promise<Owned> => {
    await release(partition);
    const producer = await connection.transactionalProducer(
      `${name}-checkpoint-${partition}`,
      TRANSACTION_TIMEOUT_MS,
    );
    await producer.fence();
    const mine: Owned = {
      producer,
      image: -1,
      since: [0, 0],
      fenced: false,
      dropped: false,
      underWay: Promise.resolve(),
    };
    owned.set(partition, mine);
    return mine;
  };

  const release = async (partition: number): Promise<void> => {
    const known = owned.get(partition);
    if (known === undefined) return;
    known.dropped = true;
    owned.delete(partition);
    published.delete(partition);
    await known.underWay.catch(() => undefined);
    await known.producer.close();
  };

  return {
    async restore<S>(
      partition: number,
      fresh: () => S,
      imageOf: (state: S) => Imageable,
    ): Promise<Restored<S>> {
      const mine = await takeOver(partition);
      const manifests = await readManifests(connection, topics, partition);
      // Above every number that was ever used, so that a generation is never written over by an older image's number.
      mine.image = manifests.newest;
      // What a generation holds that is not restored from is written anew as a whole: nothing of before belongs to it.
      mine.since = [manifests.newest + 1, manifests.newest + 1];
      const reasons: string[] = [];
      for (const manifest of manifests.usable) {
        const { image } = manifest;
        if (manifest.incarnation > incarnation) {
          reasons.push(
            `image ${image} is of incarnation ${manifest.incarnation}, ${incarnation} is configured`,
          );
          continue;
        }
        const state = fresh();
        const imageable = imageOf(state);
        const problem =
          (await readPieces(connection, topics, partition, manifest, imageable)) ??
          whyNotWhole(imageable, generationOf(image));
        if (problem === null) {
          mine.since[generationOf(image)] = manifest.since;
          return { kind: 'IMAGE', state, position: positionIn(manifest, incarnation), image };
        }
        log.warn({ partition, image, reason: problem }, 'checkpoint image cannot be used');
        reasons.push(`image ${image}: ${problem}`);
      }
      if (manifests.usable.length === 0) reasons.push('no image was ever published');
      return { kind: 'NONE', state: fresh(), reason: reasons.join('; ') };
    },

    async write(partition, image, position, safe, { hurry = false } = {}) {
      const mine = owned.get(partition);
      if (mine === undefined || mine.fenced) return 'ABANDONED';
      const work = writeImage({
        producer: mine.producer,
        topics,
        partition,
        image,
        manifest: {
          image: mine.image + 1,
          position,
          incarnation,
          since: mine.since[generationOf(mine.image + 1)],
        },
        safe,
        hurry,
        dropped: () => mine.dropped,
      });
      mine.underWay = work;
      const outcome = await work;
      // A number once tried is not used again: what of it took effect may not be known.
      mine.image += 1;
      if (outcome.kind === 'PUBLISHED') {
        count += 1;
        published.set(partition, { at: Date.now(), position, pieces: outcome.pieces });
        return 'PUBLISHED';
      }
      mine.fenced ||= outcome.fenced;
      if (!mine.dropped)
        log.warn({ partition, reason: outcome.reason }, 'checkpoint not published, the next one covers it');
      if (!mine.fenced && !mine.dropped) await mine.producer.fence();
      return 'ABANDONED';
    },

    drop: release,
    published: () => published,
    count: () => count,
    async close() {
      await Promise.all([...owned.keys()].map(release));
    },
  };
}

/** Ends a restore; returns what the state finds wrong with the pieces, or null. */
function whyNotWhole(imageable: Imageable, generation: Generation): string | null {
  try {
    imageable.markRestored(generation);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** A recreated input begins again at 0: the state stays true, its position does not. */
function positionIn(manifest: Manifest, incarnation: number): bigint {
  return manifest.incarnation === incarnation ? manifest.position : 0n;
}
