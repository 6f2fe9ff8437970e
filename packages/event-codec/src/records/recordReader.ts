import { refuse } from '@sluice/domain';
import type { types } from 'avsc';
import { type AvroSchema, compileRecord, type LongReading } from '../avro/avroType';
import { MalformedAvro } from '../avro/tap';
import { UnsafeLong } from '../avro/varint';
import type { DecodeProblemCode, Decoding } from './decoding';
import { firstBigint } from './firstBigint';
import { HEADER_BYTES } from './wireFormat';

/** Reads bodies that were written with one writer's schema as values of our reader's schema. */
export type RecordReader<T> = (bytes: Buffer) => Decoding<T>;

/** A reader's schema compiled once, from which a RecordReader is made for each writer's schema. */
export interface ReaderSchema {
  readonly name: string;
  readonly schema: AvroSchema;
  readonly type: types.RecordType;
  readonly longs: LongReading;
}

export function readerSchema(schema: AvroSchema, longs: LongReading): ReaderSchema {
  const type = compileRecord(schema, longs);
  return { name: type.name ?? 'record', schema, type, longs };
}

/** Throws Error, with avsc's words, where the writer's schema is not valid Avro or cannot be read as ours. */
export function recordReader<T>(reader: ReaderSchema, writer: AvroSchema): RecordReader<T> {
  const body = bodyReader(reader.type, compileRecord(writer, reader.longs));
  return (bytes) => {
    try {
      // The compiled type gives just the fields of the reader's schema, which a test holds equal to the domain type.
      return { ok: true, value: body(bytes) as T };
    } catch (error) {
      return error instanceof UnsafeLong
        ? refuseUnsafeLong(reader, writer, bytes)
        : refuse('UNDECODABLE', undecodable(reader.name, error));
    }
  };
}

function bodyReader(reader: types.RecordType, writer: types.RecordType): (bytes: Buffer) => unknown {
  // Equal in canonical form: same fields, types and symbols in the same order, so no resolution is needed.
  const resolver = reader.equals(writer) ? undefined : reader.createResolver(writer);
  return (bytes) => {
    const { value, offset } = reader.decode(bytes, HEADER_BYTES, resolver);
    if (offset < 0) throw new MalformedAvro(`the record ends early, at byte ${bytes.length}`);
    if (offset < bytes.length)
      throw new MalformedAvro(`${bytes.length - offset} bytes are left over after the record`);
    return value;
  };
}

// Off the hot path: the record is read again, telling, to name the field and its value.
function refuseUnsafeLong(reader: ReaderSchema, writer: AvroSchema, bytes: Buffer) {
  try {
    const telling = bodyReader(compileRecord(reader.schema, 'telling'), compileRecord(writer, 'telling'));
    const found = firstBigint(telling(bytes));
    if (found === null)
      return refuse('UNDECODABLE', `${reader.name}: a number beyond ±(2^53 − 1) is left unread`);
    const code: DecodeProblemCode = found.path.endsWith('Minor') ? 'AMOUNT_OUT_OF_RANGE' : 'UNDECODABLE';
    return refuse(
      code,
      `${reader.name}: ${found.path} is ${found.value}, beyond ±(2^53 − 1); correct it and publish the record again`,
    );
  } catch (error) {
    return refuse('UNDECODABLE', undecodable(reader.name, error));
  }
}

function undecodable(name: string, error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  return `the bytes are no ${name} of the schema that their header names: ${what}; check the producer's serializer`;
}
