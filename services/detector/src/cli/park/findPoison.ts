import { maskAccount, ok, type Problem, type Result, refuse, TOPICS } from '@sluice/domain';
import {
  ByteReader,
  type Coordinates,
  ENTRY_TYPES,
  entryTypeName,
  FrameCursor,
  formatCoordinates,
  type ParkBody,
  readEntry,
} from '@sluice/log-format';
import type { KafkaConnection } from '@sluice/stream-runtime';
import { describeEntry } from '../describeEntry';

/** A record of one partition of `legs`, or one entry of it. */
export interface PoisonPlace {
  readonly partition: number;
  readonly offset: number;
  /** Which entry of the record, from 0; null for all of it. */
  readonly ordinal: number | null;
}

/** An entry that would be stepped over. */
export interface SkippedEntry {
  readonly ordinal: number;
  readonly type: string;
  readonly at: Coordinates;
  /** What it says, accounts masked; or that it cannot be read. */
  readonly says: string;
}

/** What would be stepped over: entries as far as they can be read, and why not further. */
export interface Poison {
  readonly place: PoisonPlace;
  readonly skipped: readonly SkippedEntry[];
  readonly unreadable: string | null;
}

export type PoisonProblem = Problem<'RECORD_UNKNOWN' | 'ENTRY_UNKNOWN' | 'PARKED_BEFORE'>;

/**
 * Looks a record up, and whether an operator's order about it stands in the log already. Reads the partition from the
 * record to its end, since orders stand behind what they name.
 */
export async function findPoison(
  connection: KafkaConnection,
  place: PoisonPlace,
): Promise<Result<Poison, PoisonProblem>> {
  const { partition, offset, ordinal } = place;
  const starts = await connection.startOffsets(TOPICS.legs);
  const ends = await connection.endOffsets(TOPICS.legs);
  const first = starts.get(partition) ?? 0n;
  const end = ends.get(partition) ?? 0n;
  if (BigInt(offset) < first || BigInt(offset) >= end) {
    const held = first === end ? 'holds no record' : `holds offsets ${first} to ${end - 1n}`;
    return refuse('RECORD_UNKNOWN', `legs/${partition} ${held}, not ${offset}.`);
  }
  let frame: Buffer | null = null;
  const orders: ParkBody[] = [];
  await connection.readToEnd(TOPICS.legs, {
    isolation: 'read_uncommitted',
    partitions: [partition],
    from: BigInt(offset),
    onRecord: (record) => {
      if (record.value === null) return;
      if (record.offset === BigInt(offset)) frame = record.value;
      else orders.push(...ordersIn(record.value));
    },
  });
  const before = orders.find(
    (order) => order.offset === offset && (order.ordinal === null || order.ordinal === ordinal),
  );
  if (before !== undefined) {
    return refuse(
      'PARKED_BEFORE',
      `legs/${partition}@${offset}${before.ordinal === null ? '' : ` entry ${before.ordinal}`} was parked by ${before.by}: ${before.reason}`,
    );
  }
  if (frame === null)
    return refuse(
      'RECORD_UNKNOWN',
      `legs/${partition}@${offset} has no value: there is nothing to step over.`,
    );
  const { entries, unreadable } = entriesOf(frame);
  if (ordinal === null) return ok({ place, skipped: entries, unreadable });
  const one = entries[ordinal];
  if (one !== undefined) return ok({ place, skipped: [one], unreadable: null });
  return refuse(
    'ENTRY_UNKNOWN',
    unreadable === null
      ? `legs/${partition}@${offset} has entries 0 to ${entries.length - 1}, not ${ordinal}.`
      : `legs/${partition}@${offset} can be read up to entry ${entries.length - 1} (${unreadable}): leave --index out to park all of it.`,
  );
}

/** What would be stepped over, in lines for people. */
export function poisonLines({ place, skipped, unreadable }: Poison): readonly string[] {
  const lines = skipped.map(
    ({ ordinal, type, at, says }) =>
      `${String(ordinal).padStart(4)} ${type.padEnd(14)} ${formatCoordinates(at).padEnd(28)} ${says}`,
  );
  const what = place.ordinal === null ? 'all of' : `entry ${place.ordinal} of`;
  const rest = unreadable === null ? '' : `; the rest cannot be read: ${unreadable}`;
  return [`${what} legs/${place.partition}@${place.offset} would be stepped over${rest}`, ...lines];
}

/** Entries by their place in the frame; a body that cannot be read hides no other. */
function entriesOf(frame: Buffer): { entries: readonly SkippedEntry[]; unreadable: string | null } {
  const entries: SkippedEntry[] = [];
  const reader = new ByteReader();
  try {
    const cursor = new FrameCursor().reset(frame);
    while (cursor.next()) {
      entries.push({
        ordinal: cursor.ordinal,
        type: entryTypeName(cursor.type) ?? `type ${cursor.type}`,
        at: { ...cursor.lane, offset: cursor.offset, index: cursor.index },
        says: saysOf(cursor, reader),
      });
    }
    return { entries, unreadable: null };
  } catch (error) {
    return { entries, unreadable: reasonOf(error) };
  }
}

function saysOf(cursor: FrameCursor, reader: ByteReader): string {
  try {
    return describeEntry(readEntry(cursor, reader), maskAccount);
  } catch (error) {
    return `body unreadable: ${reasonOf(error)}`;
  }
}

/** The operators' orders in a frame; none in one that cannot be read. */
function ordersIn(frame: Buffer): readonly ParkBody[] {
  const orders: ParkBody[] = [];
  const reader = new ByteReader();
  try {
    const cursor = new FrameCursor().reset(frame);
    while (cursor.next()) {
      if (cursor.type !== ENTRY_TYPES.PARK) continue;
      const entry = readEntry(cursor, reader);
      if (entry.type === 'PARK') orders.push(entry.body);
    }
  } catch {
    // A second poisoned record behind the first: it is parked by an order of its own.
  }
  return orders;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
