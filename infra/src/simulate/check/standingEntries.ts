import {
  ByteReader,
  FrameCursor,
  formatCoordinates,
  LaneMarks,
  SOURCE_TOPIC_CODES,
  sourceName,
} from '@sluice/log-format';
import type { StandingRecord } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** An entry of `legs` as it stands for the first time. */
export interface StandingEntry {
  readonly target: number;
  /** Coordinates as people read them. */
  readonly at: string;
  readonly source: number;
  /** `topic/partition@offset` of the record that it came from. */
  readonly from: string;
  readonly type: number;
  readonly body: Buffer;
  /** Offset of the frame in `legs`. */
  readonly offset: number;
  /** False where a newer entry of its lane stood before: every reader drops it, so that it is lost. */
  readonly applied: boolean;
}

export interface StandingEntries {
  /** By target partition and coordinates: `target coordinates`. */
  readonly entries: ReadonlyMap<string, StandingEntry>;
  /** Copies that stand behind the first. */
  readonly repeats: number;
  readonly problems: readonly string[];
}

/** Code of `legs` as a source: entries that detectors wrote. */
export const FROM_LEGS = SOURCE_TOPIC_CODES.legs ?? -1;

/** Reads all entries of `legs`, first copies apart from repeats; a repeat must say the same as the first. */
export function standingEntries(legs: readonly (readonly StandingRecord[])[]): StandingEntries {
  const entries = new Map<string, StandingEntry>();
  const problems: string[] = [];
  const reader = new ByteReader();
  let repeats = 0;
  for (const [target, records] of legs.entries()) {
    const marks = new LaneMarks();
    for (const record of records) {
      if (record.value === null) continue;
      const cursor = new FrameCursor().reset(record.value);
      while (cursor.next()) {
        const applied = firstOfLane(marks, cursor);
        const at = formatCoordinates({ ...cursor.lane, offset: cursor.offset, index: cursor.index });
        const known = entries.get(`${target} ${at}`);
        cursor.body(reader);
        const body = Buffer.from(cursor.bytes.subarray(cursor.bodyStart, cursor.bodyEnd));
        if (known !== undefined) {
          repeats += 1;
          if (known.type !== cursor.type || !known.body.equals(body))
            problems.push(
              `two different entries ${at} stand in legs/${target}, at ${known.offset} and ${record.offset}`,
            );
          continue;
        }
        entries.set(`${target} ${at}`, {
          target,
          at,
          source: cursor.lane.source,
          from: `${sourceName(cursor.lane.source)}/${cursor.lane.partition}@${cursor.offset}`,
          type: cursor.type,
          body,
          offset: record.offset,
          applied,
        });
      }
    }
  }
  return { entries, repeats, problems };
}

// The simulation may have broken `admit` on purpose while it ran; marks of our own say what a sound reader applies.
function firstOfLane(marks: LaneMarks, cursor: FrameCursor): boolean {
  return marks.admit(cursor.lane, cursor.offset, cursor.index);
}
