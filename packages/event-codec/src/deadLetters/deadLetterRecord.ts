import {
  DEAD_LETTER_CODES,
  type DeadLetter,
  type DeadLetterCode,
  ok,
  type Problem,
  type Result,
  refuse,
} from '@sluice/domain';

/** Headers of `dead-letters`, all UTF-8 text; numbers in decimal. */
export const DEAD_LETTER_HEADERS = {
  code: 'sluice-code',
  sentence: 'sluice-sentence',
  topic: 'sluice-source-topic',
  partition: 'sluice-source-partition',
  offset: 'sluice-source-offset',
  timestamp: 'sluice-source-timestamp',
} as const;

/** Why a record was refused and where it was, without its bytes. */
export type DeadLetterCoordinates = Omit<DeadLetter, 'value'>;

/** A record as it is sent: `OutgoingRecord` of the stream runtime takes it. */
export interface DeadLetterRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** The record for a refused one: its key and its bytes as they came; why and whence in the headers. */
export function toDeadLetterRecord(letter: DeadLetter): DeadLetterRecord {
  const header = (text: string | number | bigint): Buffer => Buffer.from(String(text), 'utf8');
  return {
    key: letter.key,
    value: letter.value,
    headers: {
      [DEAD_LETTER_HEADERS.code]: header(letter.code),
      [DEAD_LETTER_HEADERS.sentence]: header(letter.sentence),
      [DEAD_LETTER_HEADERS.topic]: header(letter.sourceTopic),
      [DEAD_LETTER_HEADERS.partition]: header(letter.sourcePartition),
      [DEAD_LETTER_HEADERS.offset]: header(letter.sourceOffset),
      [DEAD_LETTER_HEADERS.timestamp]: header(letter.sourceTimestamp),
    },
  };
}

/** Reads a record of `dead-letters` back; refused where a header is missing or unreadable, since others may write there. */
export function fromDeadLetterRecord(record: {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}): Result<DeadLetter, Problem<'ENTRY_INVALID'>> {
  const text = (name: string): string | null => record.headers[name]?.toString('utf8') ?? null;
  const code = text(DEAD_LETTER_HEADERS.code);
  const sentence = text(DEAD_LETTER_HEADERS.sentence);
  const sourceTopic = text(DEAD_LETTER_HEADERS.topic);
  const partition = wholeNumber(text(DEAD_LETTER_HEADERS.partition));
  const offset = wholeNumber(text(DEAD_LETTER_HEADERS.offset));
  const timestamp = wholeNumber(text(DEAD_LETTER_HEADERS.timestamp));
  if (code === null || !isCode(code)) return invalid(DEAD_LETTER_HEADERS.code);
  if (sentence === null) return invalid(DEAD_LETTER_HEADERS.sentence);
  if (sourceTopic === null) return invalid(DEAD_LETTER_HEADERS.topic);
  if (partition === null) return invalid(DEAD_LETTER_HEADERS.partition);
  if (offset === null) return invalid(DEAD_LETTER_HEADERS.offset);
  if (timestamp === null) return invalid(DEAD_LETTER_HEADERS.timestamp);
  return ok({
    code,
    sentence,
    sourceTopic,
    sourcePartition: Number(partition),
    sourceOffset: offset,
    sourceTimestamp: Number(timestamp),
    key: record.key,
    value: record.value,
  });
}

function wholeNumber(text: string | null): bigint | null {
  return text !== null && /^-?\d{1,19}$/.test(text) ? BigInt(text) : null;
}

function isCode(code: string): code is DeadLetterCode {
  return DEAD_LETTER_CODES.some((known) => known === code);
}

function invalid(header: string) {
  return refuse(
    'ENTRY_INVALID',
    `the record of dead-letters has no readable header ${header}; only Sluice writes there, so look for another writer`,
  );
}
