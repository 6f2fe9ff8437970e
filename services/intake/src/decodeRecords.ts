import type { DeadLetterCode } from '@sluice/domain';
import { type RecordCodec, RegistryUnavailable } from '@sluice/event-codec';
import { type ConsumedRecord, TransientError } from '@sluice/stream-runtime';

export type DecodedRecord<T> =
  | { readonly record: ConsumedRecord; readonly value: T | null }
  | { readonly record: ConsumedRecord; readonly code: DeadLetterCode; readonly sentence: string };

/** How long a record with a schema id that the registry does not know holds its partition before it is a dead letter. */
export const UNKNOWN_SCHEMA_PAUSE_MS = 10_000;

export type DecodeRecords = <T>(
  records: readonly ConsumedRecord[],
  codec: RecordCodec<T>,
) => Promise<DecodedRecord<T>[]>;

/**
 * Decodes records before anything is folded, so that a passing fault (registry away, schema not yet registered) leaves
 * no half-folded poll behind: it throws TransientError and the poll comes again whole. A tombstone decodes to null.
 */
export function recordDecoder(clock: () => number, pauseMs = UNKNOWN_SCHEMA_PAUSE_MS): DecodeRecords {
  const unknownSince = new Map<number, number>();

  /** True once the schema is there; false where it has been unknown for longer than the pause. */
  const schemaArrived = async <T>(codec: RecordCodec<T>, schemaId: number): Promise<boolean> => {
    const loaded = await codec.loadSchema(schemaId).catch((error: unknown) => {
      throw error instanceof RegistryUnavailable ? new TransientError(error.message) : error;
    });
    if (loaded.ok) {
      unknownSince.delete(schemaId);
      return true;
    }
    const since = unknownSince.get(schemaId) ?? clock();
    unknownSince.set(schemaId, since);
    if (clock() - since < pauseMs) throw new TransientError(loaded.problem.sentence);
    return false;
  };

  return async <T>(records: readonly ConsumedRecord[], codec: RecordCodec<T>) => {
    const decoded: DecodedRecord<T>[] = [];
    for (const record of records) {
      if (record.value === null) {
        decoded.push({ record, value: null });
        continue;
      }
      let result = codec.decodeSync(record.value);
      if (result.ok === 'NEEDS_SCHEMA') {
        const { schemaId } = result;
        if (!(await schemaArrived(codec, schemaId))) {
          const sentence = `the registry does not know schema id ${schemaId}; register it, then replay the dead letter`;
          decoded.push({ record, code: 'UNKNOWN_SCHEMA', sentence });
          continue;
        }
        result = codec.decodeSync(record.value);
      }
      if (result.ok === 'NEEDS_SCHEMA') throw new TransientError(`schema ${result.schemaId} is not loaded`);
      if (result.ok) decoded.push({ record, value: result.value });
      else decoded.push({ record, code: result.problem.code, sentence: result.problem.sentence });
    }
    return decoded;
  };
}
