import { badInstant, refuse } from '@sluice/domain';
import type { types } from 'avsc';
import { type AvroSchema, compileRecord, type LongReading } from '../avro/avroType';
import { NOT_PLAIN, QuickReader } from '../avro/quickReader';
import { MalformedAvro } from '../avro/tap';
import { UnsafeLong } from '../avro/varint';
import type { QuickForm } from '../quick/quickForm';
import type { DecodeProblemCode, Decoding } from './decoding';
import { firstBigint } from './firstBigint';
import { HEADER_BYTES } from './wireFormat';

/** Reads bodies that were written with one writer's schema as values of our reader's schema. */
export type RecordReader<T> = (bytes: Buffer) => Decoding<T>;

/** A reader's schema compiled once, from which a RecordReader is made for each writer's schema. */
export interface ReaderSchema<T> {
  readonly name: string;
  readonly schema: AvroSchema;
  readonly type: types.RecordType;
  /** 'exact' also refuses times outside 1850 to 9999, which nothing behind could keep. */
  readonly longs: LongReading;
  readonly quick: QuickForm<T> | null;
}

export function readerSchema<T>(
  schema: AvroSchema,
  longs: LongReading,
  quick: QuickForm<T> | null = null,
): ReaderSchema<T> {
  const type = compileRecord(schema, longs);
  return { name: type.name ?? 'record', schema, type, longs, quick };
}

/** Throws Error, with avsc's words, where the writer's schema is not valid Avro or cannot be read as ours. */
export function recordReader<T>(reader: ReaderSchema<T>, writer: AvroSchema): RecordReader<T> {
  const writerType = compileRecord(writer, reader.longs);
  const general = generalReader(reader, writer, writerType);
  return reader.quick !== null && reader.type.equals(writerType)
    ? quickReader(reader.quick, general)
    : general;
}

const cursor = new QuickReader();

function quickReader<T>(quick: QuickForm<T>, general: RecordReader<T>): RecordReader<T> {
  return (bytes) => {
    try {
      const value = quick.read(cursor.reset(bytes, HEADER_BYTES));
      cursor.finish();
      return { ok: true, value };
    } catch (error) {
      if (error !== NOT_PLAIN) throw error;
      return general(bytes);
    }
  };
}

function generalReader<T>(
  reader: ReaderSchema<T>,
  writer: AvroSchema,
  writerType: types.RecordType,
): RecordReader<T> {
  const body = bodyReader(reader.type, writerType);
  return (bytes) => {
    try {
      const value = body(bytes);
      const bad = reader.longs === 'exact' ? badInstant(value) : null;
      // The compiled type gives just the fields of the reader's schema, which a test holds equal to the domain type.
      return bad === null
        ? { ok: true, value: value as T }
        : refuse('UNDECODABLE', `${bad} is no time between 1850 and 9999 in epoch milliseconds`);
    } catch (error) {
      return error instanceof UnsafeLong
        ? refuseUnsafeLong(reader, writer, bytes)
        : refuse('UNDECODABLE', undecodable(reader.name, error));
    }
  };
}

function bodyReader(reader: types.RecordType, writer: types.RecordType): (bytes: Buffer) => object {
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
function refuseUnsafeLong<T>(reader: ReaderSchema<T>, writer: AvroSchema, bytes: Buffer) {
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
