import type { DeadLetterCode } from '@sluice/domain';
import type { RecordCodec } from '@sluice/event-codec';
import type { AvroDecoder, ConsumedRecord } from '@sluice/stream-runtime';

export type DecodedRecord<T> =
  | { readonly record: ConsumedRecord; readonly value: T | null }
  | { readonly record: ConsumedRecord; readonly code: DeadLetterCode; readonly sentence: string };

/**
 * Decodes records before anything is folded, so that a passing fault (TransientError) leaves no half-folded partition
 * behind. A tombstone decodes to null.
 */
export async function decodeRecords<T>(
  records: readonly ConsumedRecord[],
  codec: RecordCodec<T>,
  decode: AvroDecoder,
): Promise<DecodedRecord<T>[]> {
  const decoded: DecodedRecord<T>[] = [];
  for (const record of records) {
    if (record.value === null) {
      decoded.push({ record, value: null });
      continue;
    }
    const waiting = decode(record.value, codec);
    // No promise for the records of a known schema, which are all but the first.
    const result = waiting instanceof Promise ? await waiting : waiting;
    if (result.ok) decoded.push({ record, value: result.value });
    else decoded.push({ record, code: result.problem.code, sentence: result.problem.sentence });
  }
  return decoded;
}
