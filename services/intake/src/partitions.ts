import { TOPICS, type TopicName } from '@sluice/domain';
import type { Imageable } from '@sluice/log-format';
import { type Lane, SOURCE_TOPIC_CODES } from '@sluice/log-format';
import {
  type Checkpoints,
  type ImagedPartition,
  type KafkaConnection,
  type Logger,
  openCheckpoints,
  type TopicPartition,
} from '@sluice/stream-runtime';
import { IdTable, type IdTableOptions } from './ids/idTable';
import { type RefusedIn, refusedLetters } from './refusedLetters';

/** What intake keeps of one input partition while it owns it. */
export interface InputPartition extends TopicPartition {
  readonly lane: Lane;
  /** Ids seen; only for topics of transfers. */
  readonly ids: IdTable | null;
  /** What images are taken of: the ids. */
  readonly image: Imageable | null;
  /** Below this offset everything was sent before a restart: it is folded, not sent again. */
  readonly emitFrom: bigint;
  /** Offsets below `emitFrom` that were refused then, whatever a check would say of them now. */
  readonly refused: ReadonlySet<bigint>;
  next: bigint;
  acknowledged: bigint;
  /** Records folded since the takeover. */
  work: number;
  imagedWork: number;
}

/** An input whose state is kept in images. */
export type ImagedInput = InputPartition & ImagedPartition;

/** Topics whose ids are remembered, and the scope of their images. */
const REMEMBERED: Readonly<Partial<Record<string, string>>> = {
  [TOPICS.transfers]: 'transfers:',
  [TOPICS.transferHistory]: 'history:',
};

export type InputPartitions = ReturnType<typeof inputPartitions>;

export interface InputPartitionsOptions {
  readonly connection: KafkaConnection;
  readonly log: Logger;
  readonly incarnations: Partial<Record<TopicName, number>>;
  readonly idTable: IdTableOptions;
}

/** The input partitions that this instance owns. */
export function inputPartitions({ connection, log, incarnations, idTable }: InputPartitionsOptions) {
  const owned = new Map<string, InputPartition>();
  const letters = refusedLetters(connection, Object.keys(REMEMBERED));
  const checkpoints = new Map<string, Checkpoints>(
    Object.entries(REMEMBERED).map(([topic, scope = '']) => [
      topic,
      openCheckpoints({
        connection,
        log,
        name: `intake-${topic}`,
        scope,
        topics: { pieces: TOPICS.intakeCheckpoints, manifests: TOPICS.intakeManifests },
        incarnation: incarnations[topic as TopicName] ?? 0, // keys of REMEMBERED are topics
      }),
    ]),
  );
  const checkpointsOf = ({ topic }: TopicPartition): Checkpoints => {
    const found = checkpoints.get(topic);
    if (found === undefined) throw new RangeError(`no images are kept of ${topic}`);
    return found;
  };
  const keep = (
    at: TopicPartition,
    rest: Omit<
      InputPartition,
      keyof TopicPartition | 'lane' | 'image' | 'acknowledged' | 'work' | 'imagedWork'
    >,
  ): void => {
    owned.set(`${at.topic}/${at.partition}`, {
      ...at,
      ...rest,
      image: rest.ids,
      lane: laneOf(at, incarnations),
      acknowledged: rest.emitFrom,
      work: 0,
      imagedWork: 0,
    });
  };

  /** The id table from its newest image, else from the records that are there; what lies before has outlived the horizon. */
  const restore = async (
    at: TopicPartition,
    committed: bigint | null,
    refusedIn: RefusedIn,
  ): Promise<bigint | 'earliest'> => {
    const restored = await checkpointsOf(at).restore(
      at.partition,
      () => new IdTable(idTable),
      (table): Imageable => table,
    );
    const first = (await connection.startOffsets(at.topic)).get(at.partition) ?? 0n;
    const imaged = restored.kind === 'IMAGE' ? restored.position : first;
    // An image outranks a committed offset that went back.
    const emitFrom = committed !== null && committed > imaged ? committed : imaged;
    if (emitFrom < first) return emitFrom; // records were deleted before they were read: the consumer stops on it
    const next = imaged < first ? first : imaged;
    const refused = emitFrom > next ? await refusedIn(at, next, emitFrom) : NONE;
    keep(at, { ids: restored.state, emitFrom, refused, next });
    return next;
  };

  return {
    get: (at: TopicPartition) => owned.get(`${at.topic}/${at.partition}`),
    all: () => [...owned.values()],
    checkpointsOf,
    /** When the last image of each owned partition was published here, epoch ms. */
    published: (): readonly (TopicPartition & { readonly at: number })[] =>
      [...checkpoints].flatMap(([topic, each]) =>
        [...each.published()].map(([partition, { at }]) => ({ topic, partition, at })),
      ),
    /** Those whose ids are kept in images. */
    imaged: (): readonly ImagedInput[] => [...owned.values()].filter(isImaged),
    async drop(at: readonly TopicPartition[]): Promise<void> {
      for (const { topic, partition } of at) owned.delete(`${topic}/${partition}`);
      const remembered = at.filter(({ topic }) => checkpoints.has(topic));
      await Promise.all(remembered.map((one) => checkpointsOf(one).drop(one.partition)));
    },
    /** Takes a partition over; returns where to start. */
    async open(at: TopicPartition, committed: bigint | null): Promise<bigint | 'earliest'> {
      if (checkpoints.has(at.topic)) return letters.during((refusedIn) => restore(at, committed, refusedIn));
      const emitFrom = committed ?? 0n;
      keep(at, { ids: null, emitFrom, refused: NONE, next: emitFrom });
      return committed ?? 'earliest';
    },
    async close(): Promise<void> {
      await Promise.all([...checkpoints.values()].map((each) => each.close()));
    },
  };
}

function isImaged(input: InputPartition): input is ImagedInput {
  return input.image !== null;
}

const NONE: ReadonlySet<bigint> = new Set();

function laneOf(at: TopicPartition, incarnations: Partial<Record<TopicName, number>>): Lane {
  const topic = at.topic as TopicName; // intake subscribes to nothing else
  const source = SOURCE_TOPIC_CODES[topic];
  if (source === undefined) throw new RangeError(`${topic} is no source of the log`);
  return { source, incarnation: incarnations[topic] ?? 0, partition: at.partition };
}
