import { type Problem, type Result, refuse } from '@sluice/domain';
import type { types } from 'avsc';
import { ByteSink } from '../byteSink';
import type { DecodeProblemCode, Decoding } from './decoding';
import { type ReaderSchema, type RecordReader, recordReader } from './recordReader';
import { headerProblem, schemaIdOf } from './wireFormat';
import type { WriterSchemas } from './writerSchemas';

/** One record of the wire contract as bytes and back. */
export interface RecordCodec<T> {
  /** The id under which `encode` writes. */
  readonly schemaId: number;
  /** The record in Confluent wire format. Throws TypeError where the value breaks its own type: a bug, not bad input. */
  encode(value: T): Buffer;
  /** Appends the same bytes to `target`, without a copy in between. Where it throws, nothing is appended. */
  encodeInto(target: ByteSink, value: T): void;
  /** Decodes without waiting. `ok` is true, false (a problem), or 'NEEDS_SCHEMA': load it and decode again. */
  decodeSync(bytes: Buffer): Decoding<T>;
  /** Fetches a writer's schema; throws RegistryUnavailable where the registry cannot be asked now. */
  loadSchema(id: number): Promise<Result<null, Problem<'UNKNOWN_SCHEMA'>>>;
  /** `decodeSync`, fetching the schema where needed. Throws RegistryUnavailable likewise. */
  decode(bytes: Buffer): Promise<Result<T, Problem<DecodeProblemCode>>>;
}

/** A codec that writes with `reader`'s own schema under `schemaId` and reads whatever `schemas` can resolve to it. */
export function recordCodec<T>(
  reader: ReaderSchema<T>,
  schemaId: number,
  schemas: WriterSchemas,
): RecordCodec<T> {
  const readers = new Map<number, RecordReader<T>>();
  let lastId = -1;
  let lastReader: RecordReader<T> | null = null;
  const scratch = new ByteSink();
  const write =
    reader.quick?.write ?? ((sink: ByteSink, value: T) => writeGenerally(reader.type, sink, value));

  const encodeInto = (target: ByteSink, value: T): void => {
    const start = target.length;
    try {
      target.header(schemaId);
      write(target, value);
    } catch (error) {
      target.length = start;
      throw error;
    }
  };

  const readerOf = (id: number): RecordReader<T> | null => {
    const made = readers.get(id) ?? makeReader<T>(reader, id, schemas);
    if (made !== null) readers.set(id, made);
    return made;
  };

  const decodeSync = (bytes: Buffer): Decoding<T> => {
    const id = schemaIdOf(bytes);
    if (id < 0) return refuse('UNDECODABLE', headerProblem(bytes));
    if (id !== lastId || lastReader === null) {
      lastReader = readerOf(id);
      lastId = id;
      if (lastReader === null) return { ok: 'NEEDS_SCHEMA', schemaId: id };
    }
    return lastReader(bytes);
  };

  return {
    schemaId,
    encodeInto,
    encode: (value) => {
      scratch.clear();
      encodeInto(scratch, value);
      return Buffer.from(scratch.bytes.subarray(0, scratch.length));
    },
    decodeSync,
    loadSchema: (id) => schemas.load(id),
    decode: async (bytes) => {
      const first = decodeSync(bytes);
      if (first.ok !== 'NEEDS_SCHEMA') return first;
      const loaded = await schemas.load(first.schemaId);
      if (!loaded.ok) return loaded;
      const second = decodeSync(bytes);
      if (second.ok === 'NEEDS_SCHEMA')
        throw new Error(`schema ${second.schemaId} was loaded but is not there`);
      return second;
    },
  };
}

// avsc says by a negative end how many bytes are missing.
function writeGenerally(type: types.RecordType, sink: ByteSink, value: unknown): void {
  let end = type.encode(value, sink.bytes, sink.length);
  while (end < 0) {
    sink.reserve(sink.bytes.length - sink.length - end);
    end = type.encode(value, sink.bytes, sink.length);
  }
  sink.length = end;
}

// A schema that cannot be read as ours refuses every record, with the reason; null where it has not been loaded.
function makeReader<T>(reader: ReaderSchema<T>, id: number, schemas: WriterSchemas): RecordReader<T> | null {
  const writer = schemas.get(id);
  if (writer === null) return null;
  if ('unusable' in writer) return () => refuse('UNDECODABLE', writer.unusable);
  try {
    return recordReader<T>(reader, writer.schema);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return () => refuse('UNDECODABLE', `schema ${id} cannot be read as ${reader.name}: ${why}`);
  }
}
