import { Type } from 'avsc';
import { type AvroSchema, compileRecord } from '../avro/avroType';
import { contractSchema, type RecordName } from '../contractSchemas';
import { type RecordCodec, recordCodec } from '../records/recordCodec';
import { readerSchema } from '../records/recordReader';
import { writeHeader } from '../records/wireFormat';
import { writerSchemas } from '../records/writerSchemas';

/** Fields of a contract schema, free to be changed by a test. */
export interface SchemaField {
  name: string;
  type: unknown;
  default?: unknown;
}

export interface RecordSchema {
  type: 'record';
  name: string;
  namespace: string;
  fields: SchemaField[];
}

/** A copy of a contract schema to change. */
export function schemaOf(record: RecordName): RecordSchema {
  return JSON.parse(contractSchema(record).text);
}

/** A field of a schema; throws where it has none of that name. */
export function fieldOf(schema: RecordSchema, name: string): SchemaField {
  const field = schema.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`${schema.name} has no field ${name}`);
  return field;
}

/** The bytes that a bank's own serializer would write: avsc as it comes, none of our types. */
export function writtenByABank(schema: AvroSchema, schemaId: number, value: unknown): Buffer {
  const type = Type.forSchema(JSON.parse(JSON.stringify(schema)), { wrapUnions: 'never' });
  const header = Buffer.alloc(5);
  writeHeader(header, 0, schemaId);
  return Buffer.concat([header, type.toBuffer(value)]);
}

/** The id of the writer's schema in `codecReading`. */
export const WRITER_ID = 77;

/** A codec of a record that knows one schema of a writer, under WRITER_ID. */
export function codecReading<T>(
  record: RecordName,
  writer: AvroSchema,
  longs: 'exact' | 'nearest' = 'exact',
): RecordCodec<T> {
  const schemas = writerSchemas(
    async () => null,
    () => 0,
  );
  schemas.add(WRITER_ID, writer);
  return recordCodec<T>(readerSchema(contractSchema(record).schema, longs), WRITER_ID + 1, schemas);
}

/** Bytes of a record whose longs are not bound to what a number holds: `longs` gives them by field as bigints. */
export function withLongs(
  record: RecordName,
  value: object,
  longs: Readonly<Record<string, bigint>>,
): Buffer {
  const type = compileRecord(contractSchema(record).schema, 'exact');
  const parts: Buffer[] = [];
  for (const field of type.fields) {
    const long = longs[field.name];
    const given: unknown = Reflect.get(value, field.name);
    if (long === undefined) parts.push(field.type.toBuffer(given));
    else parts.push(Buffer.from([...(field.type.typeName.startsWith('union') ? [2] : []), ...varint(long)]));
  }
  const header = Buffer.alloc(5);
  writeHeader(header, 0, WRITER_ID);
  return Buffer.concat([header, ...parts]);
}

/** The zigzag varint of any 64-bit number, by the definition of the Avro specification. */
export function varint(value: bigint): number[] {
  let zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  const bytes: number[] = [];
  for (; zigzag >= 0x80n; zigzag >>= 7n) bytes.push(Number(zigzag & 0x7fn) | 0x80);
  bytes.push(Number(zigzag));
  return bytes;
}
