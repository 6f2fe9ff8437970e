import { TOPICS } from '@sluice/domain';
import { type DeadLetterCoordinates, fromDeadLetterRecord } from '@sluice/event-codec';
import type { KafkaConnection } from '@sluice/stream-runtime';

/** A dead letter as it stands in the topic. */
export interface ListedLetter extends DeadLetterCoordinates {
  /** Where it stands in `dead-letters`: `<partition>@<offset>`. */
  readonly id: string;
  readonly value: Buffer | null;
}

/** What a person asked for; what is left out does not choose. */
export interface LetterChoice {
  readonly code?: string;
  readonly topic?: string;
  /** Where the refused record stood: `topic/partition@offset`. */
  readonly coordinates?: string;
  /** Only records that were published at or after this time, epoch ms. */
  readonly since?: number;
}

/** Every dead letter, oldest record first, and the sentence of each that cannot be read. */
export async function readLetters(connection: KafkaConnection): Promise<{
  readonly letters: readonly ListedLetter[];
  readonly unreadable: readonly string[];
}> {
  const letters: ListedLetter[] = [];
  const unreadable: string[] = [];
  await connection.readToEnd(TOPICS.deadLetters, {
    onRecord: (record) => {
      const parsed = fromDeadLetterRecord(record);
      const id = `${record.partition}@${record.offset}`;
      if (parsed.ok) letters.push({ ...parsed.value, id, value: record.value });
      else unreadable.push(`${parsed.problem.code}: dead-letters/${id}: ${parsed.problem.sentence}.`);
    },
  });
  letters.sort((a, b) => a.sourceTimestamp - b.sourceTimestamp);
  return { letters, unreadable };
}

export function isChosen(letter: ListedLetter, choice: LetterChoice): boolean {
  return (
    (choice.code === undefined || letter.code === choice.code) &&
    (choice.topic === undefined || letter.sourceTopic === choice.topic) &&
    (choice.coordinates === undefined || coordinatesOf(letter) === choice.coordinates) &&
    (choice.since === undefined || letter.sourceTimestamp >= choice.since)
  );
}

/** Where the refused record stood: `topic/partition@offset`. */
export function coordinatesOf(letter: ListedLetter): string {
  return `${letter.sourceTopic}/${letter.sourcePartition}@${letter.sourceOffset}`;
}

/** One line for people. */
export function lineOf(letter: ListedLetter): string {
  return `${letter.id.padEnd(10)} ${new Date(letter.sourceTimestamp).toISOString()} ${letter.code.padEnd(22)} ${coordinatesOf(letter).padEnd(26)} ${letter.sentence}`;
}
