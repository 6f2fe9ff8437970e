import type { Imageable } from '@sluice/log-format';
import type { ConsumedRecord, KafkaConnection } from '../api';
import { reasonOf } from '../backoff';
import { generationOf, type Manifest, parseManifest } from './manifest';
import { decodePiece, parsePieceKey } from './pieceCodec';

/** The two compacted topics of a fold's images. */
export interface PieceTopics {
  readonly pieces: string;
  readonly manifests: string;
  /** Keeps apart the images of several folds that share the topics; empty where there is one. */
  readonly scope: string;
}

/** Manifests of a partition, the newest of each generation, newest image first. */
export interface Manifests {
  readonly usable: readonly Manifest[];
  /** Highest image number that was ever published, -1 where none. */
  readonly newest: number;
}

export async function readManifests(
  connection: KafkaConnection,
  topics: PieceTopics,
  partition: number,
): Promise<Manifests> {
  const byGeneration = new Map<number, Manifest | null>();
  let newest = -1;
  await readTogether(connection, topics.manifests, partition, ({ key, value }) => {
    const generation = [0, 1].find((each) => key?.toString('utf8') === `${topics.scope}${each}`);
    if (generation === undefined) return;
    const manifest = parseManifest(value?.toString('utf8') ?? '');
    if (manifest !== null) newest = Math.max(newest, manifest.image);
    // The last word on a generation counts: its pieces have been written over by then.
    byGeneration.set(generation, manifest);
  });
  const usable = [...byGeneration.values()].filter((manifest) => manifest !== null);
  return { usable: usable.sort((a, b) => b.image - a.image), newest };
}

/** Reads the pieces of an image into `into`; returns what is wrong with it, or null. */
export async function readPieces(
  connection: KafkaConnection,
  topics: PieceTopics,
  partition: number,
  manifest: Manifest,
  into: Imageable,
): Promise<string | null> {
  const generation = generationOf(manifest.image);
  // A piece that cannot be used does no harm once a later record of its key has taken its place.
  const unusable = new Map<string, string>();
  await readTogether(connection, topics.pieces, partition, ({ key: recordKey, value, offset }) => {
    if (recordKey === null) return;
    const parsed = parsePieceKey(topics.scope, recordKey.toString('utf8'));
    if (parsed?.generation !== generation) return;
    const problem = take(into, parsed.key, value, manifest);
    if (problem !== null) unusable.set(parsed.key, `piece at offset ${offset}: ${problem}`);
    else if (unusable.size > 0) unusable.delete(parsed.key);
  });
  for (const problem of unusable.values()) return problem;
  const pieces = into.pieceCount();
  return pieces === manifest.pieces ? null : `${pieces} pieces are there, ${manifest.pieces} were written`;
}

/** Loads one piece; returns why it cannot be used, or null. */
function take(into: Imageable, key: string, value: Buffer | null, manifest: Manifest): string | null {
  if (value === null) {
    into.loadPiece(key, null);
    return null;
  }
  try {
    const { image, piece } = decodePiece(value);
    if (image > manifest.image) return `of image ${image}, which was never completed`;
    into.loadPiece(key, image < manifest.since ? null : piece);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

type Waiting = {
  readonly partition: number;
  readonly onRecord: (record: ConsumedRecord) => void;
  readonly done: (error?: unknown) => void;
};
const gathering = new WeakMap<KafkaConnection, Map<string, Waiting[]>>();

/** Reads one partition to its end; requests for several partitions of a topic made in one turn are one pass. */
function readTogether(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  onRecord: (record: ConsumedRecord) => void,
): Promise<void> {
  const byTopic = gathering.get(connection) ?? new Map<string, Waiting[]>();
  gathering.set(connection, byTopic);
  return new Promise<void>((resolve, reject) => {
    const waiting: Waiting = {
      partition,
      onRecord,
      done: (error) => (error === undefined ? resolve() : reject(error)),
    };
    const others = byTopic.get(topic);
    if (others !== undefined) {
      others.push(waiting);
      return;
    }
    const all = [waiting];
    byTopic.set(topic, all);
    setImmediate(() => {
      byTopic.delete(topic);
      const readers = new Map<number, Waiting[]>();
      for (const one of all) readers.set(one.partition, [...(readers.get(one.partition) ?? []), one]);
      connection
        .readToEnd(topic, {
          partitions: [...readers.keys()],
          isolation: 'read_committed',
          onRecord: (record) => {
            for (const reader of readers.get(record.partition) ?? []) reader.onRecord(record);
          },
        })
        .then(
          () => {
            for (const one of all) one.done();
          },
          (error: unknown) => {
            for (const one of all) one.done(error);
          },
        );
    });
  });
}
