import { TOPICS } from '@sluice/domain';
import { DEAD_LETTER_HEADERS } from '@sluice/event-codec';
import type { ConsumedRecord, KafkaConnection, TopicPartition } from '@sluice/stream-runtime';

/** Offsets of a partition from `from` up to, and not with, `below` whose records stand in `dead-letters`. */
export type RefusedIn = (at: TopicPartition, from: bigint, below: bigint) => Promise<ReadonlySet<bigint>>;

export interface RefusedLetters {
  /**
   * Runs the takeover of a partition. Takeovers that run together share one pass over `dead-letters`, which is forgotten
   * with the last of them: of the letters, only those that a takeover asked for stay in memory.
   */
  during<T>(takeOver: (refusedIn: RefusedIn) => Promise<T>): Promise<T>;
}

interface Pass {
  /** Infinity while it has not begun. */
  begunAt: number;
  /** Offsets by `topic/partition`, exact below 2^53. */
  readonly offsets: Promise<ReadonlyMap<string, readonly number[]>>;
}

export function refusedLetters(
  connection: Pick<KafkaConnection, 'readToEnd'>,
  topics: readonly string[],
): RefusedLetters {
  let takeOvers = 0;
  let turn = 0;
  let pass: Pass | null = null;

  // A committed offset follows the acknowledgement of the letters below it: a pass that began after the takeover sees them.
  const passSince = (begun: number): Pass => {
    if (pass !== null && pass.begunAt > begun) return pass;
    const fresh: Pass = { begunAt: Number.POSITIVE_INFINITY, offsets: nextTurn().then(() => begin(fresh)) };
    pass = fresh;
    return fresh;
  };
  const begin = (waiting: Pass) => {
    waiting.begunAt = ++turn;
    return readAll(connection, topics);
  };

  return {
    async during(takeOver) {
      takeOvers += 1;
      const begun = ++turn;
      try {
        return await takeOver(async (at, from, below) => {
          const all = (await passSince(begun).offsets).get(`${at.topic}/${at.partition}`) ?? [];
          return new Set(all.filter((offset) => offset >= from && offset < below).map(BigInt));
        });
      } finally {
        takeOvers -= 1;
        if (takeOvers === 0) pass = null;
      }
    },
  };
}

/** Whoever asks in the same turn asks together. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function readAll(
  connection: Pick<KafkaConnection, 'readToEnd'>,
  topics: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const offsets = new Map<string, number[]>();
  await connection.readToEnd(TOPICS.deadLetters, {
    // Ours are in no transaction; those of others need not be waited for.
    isolation: 'read_uncommitted',
    onRecord: (record) => {
      const topic = headerOf(record, DEAD_LETTER_HEADERS.topic);
      if (!topics.includes(topic)) return;
      const place = `${topic}/${headerOf(record, DEAD_LETTER_HEADERS.partition)}`;
      const known = offsets.get(place);
      const offset = Number(headerOf(record, DEAD_LETTER_HEADERS.offset) || Number.NaN);
      if (known === undefined) offsets.set(place, [offset]);
      else known.push(offset);
    },
  });
  return offsets;
}

function headerOf({ headers }: ConsumedRecord, name: string): string {
  return headers[name]?.toString() ?? '';
}
