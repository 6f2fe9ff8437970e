import type { RecordCodec } from '@sluice/event-codec';
import type { AvroDecoder, ConsumedRecord } from '@sluice/stream-runtime';
import type { Refusal } from './checks/checkTransfer';

const HEADER_BYTES = 5;
const NO_PROBLEMS: ReadonlyMap<ConsumedRecord, Refusal> = new Map();

/** The schema id that a record names in its header, -1 where it has none. */
export function schemaIdOf(value: Buffer): number {
  return value.length >= HEADER_BYTES && value[0] === 0
    ? (value[1]! << 24) | (value[2]! << 16) | (value[3]! << 8) | value[4]!
    : -1;
}

/**
 * Sees to it, before anything is folded, that every schema which the records name is there, so that a passing fault
 * (TransientError: the registry is away, or a schema that may yet be registered) leaves no half-folded partition behind.
 * Gives the records whose schema nobody knows, with the reason.
 */
export function schemaLoader<T>(codec: RecordCodec<T>, decode: AvroDecoder) {
  const loaded = new Set<number>();
  return async (records: readonly ConsumedRecord[]): Promise<ReadonlyMap<ConsumedRecord, Refusal>> => {
    let last = -1;
    let problems: Map<ConsumedRecord, Refusal> | null = null;
    for (const record of records) {
      const { value } = record;
      if (value === null) continue;
      const id = schemaIdOf(value);
      if (id === last || id < 0) continue;
      if (!loaded.has(id)) {
        const waiting = decode(value, codec);
        const decoded = waiting instanceof Promise ? await waiting : waiting;
        if (!decoded.ok && decoded.problem.code === 'UNKNOWN_SCHEMA') {
          problems ??= new Map();
          problems.set(record, decoded.problem);
          continue;
        }
        loaded.add(id);
      }
      last = id;
    }
    return problems ?? NO_PROBLEMS;
  };
}
