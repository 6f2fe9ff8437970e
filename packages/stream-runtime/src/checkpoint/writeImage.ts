import type { Imageable } from '@sluice/log-format';
import { FencedError, type OpenTransaction, type OutgoingRecord, type TransactionalProducer } from '../api';
import { reasonOf, sleep } from '../backoff';
import { CHECKPOINT_FORMAT, encodeManifest, generationOf, type Manifest } from './manifest';
import { encodePiece, pieceKey } from './pieceCodec';
import type { PieceTopics } from './readImages';

export interface ImageToWrite {
  readonly producer: TransactionalProducer;
  readonly topics: PieceTopics;
  readonly partition: number;
  readonly image: Imageable;
  readonly manifest: Pick<Manifest, 'image' | 'position' | 'incarnation' | 'since'>;
  readonly safe: () => Promise<void>;
  /** True where nothing else is to be done meanwhile. */
  readonly hurry: boolean;
  readonly dropped: () => boolean;
}

export type ImageOutcome =
  | { readonly kind: 'PUBLISHED'; readonly pieces: number }
  | { readonly kind: 'ABANDONED'; readonly reason: string; readonly fenced: boolean };

// About half a millisecond of encoding: transfers wait no longer for an image than that.
const PIECES_PER_STEP = 500;
const PAUSE_MS = 2;
const SEND_BYTES = 1024 * 1024;

/**
 * Writes one image: fixes the moment at once, sends the pieces in parts while the state goes on changing, waits until
 * everything below its position is safe, and publishes all of it with the manifest in one transaction.
 */
export async function writeImage(work: ImageToWrite): Promise<ImageOutcome> {
  const { producer, topics, partition, image, manifest } = work;
  const generation = generationOf(manifest.image);
  image.beginImage(generation);
  const whole = image.pieceCount();
  let transaction: OpenTransaction | null = null;
  try {
    transaction = await producer.begin();
    let written = 0;
    for (let finished = false; !finished; ) {
      const records: OutgoingRecord[] = [];
      let bytes = 0;
      while (!finished && bytes < SEND_BYTES) {
        if (work.dropped()) throw new DroppedError();
        finished = image.takeImage(PIECES_PER_STEP, (key, piece) => {
          const value = piece === null ? null : encodePiece(manifest.image, piece);
          records.push({ key: pieceKey(topics.scope, generation, key), value, partition });
          bytes += value === null ? key.length : value.length;
        });
        if (!work.hurry && !finished) await sleep(PAUSE_MS);
      }
      written += records.length;
      if (records.length > 0) await transaction.send([{ topic: topics.pieces, records }]);
    }
    await work.safe();
    if (work.dropped()) throw new DroppedError();
    const value = encodeManifest({ ...manifest, format: CHECKPOINT_FORMAT, pieces: whole });
    await transaction.send([
      { topic: topics.manifests, records: [{ key: `${topics.scope}${generation}`, value, partition }] },
    ]);
    await transaction.commit();
    image.completeImage();
    return { kind: 'PUBLISHED', pieces: written };
  } catch (error) {
    await transaction?.abort();
    image.abandonImage();
    return { kind: 'ABANDONED', reason: reasonOf(error), fenced: error instanceof FencedError };
  }
}

class DroppedError extends Error {
  override readonly name = 'DroppedError';
  constructor() {
    super('the partition belongs to somebody else now');
  }
}
