import { crc32c } from '@node-rs/crc32';
import { WireWriter } from './wireWriter';

/** One record inside a batch. */
export interface WireRecord {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

/** Header of a record batch of format v2, as a producer sent it or as it stands in the log. */
export interface BatchHeader {
  readonly baseOffset: number;
  readonly lastOffsetDelta: number;
  /** -1 where the producer is not idempotent. */
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional: boolean;
  readonly control: boolean;
}

/** Who wrote a batch that the simulation encodes itself. */
export interface BatchWriter {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional: boolean;
  readonly control: boolean;
}

export const NO_PRODUCER: BatchWriter = {
  producerId: -1,
  producerEpoch: -1,
  baseSequence: -1,
  transactional: false,
  control: false,
};

const LENGTH_AT = 8;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_DELTA_AT = 23;
const MAX_TIMESTAMP_AT = 35;
const PRODUCER_AT = 43;
const COUNT_AT = 57;
const RECORDS_AT = 61;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** What is wrong with the bytes of a batch, or null. A broker checks the same before it appends. */
export function batchProblem(batch: Buffer): string | null {
  if (batch.length < RECORDS_AT) return `a batch of ${batch.length} bytes`;
  if (batch[MAGIC_AT] !== 2) return `record format ${batch[MAGIC_AT]}`;
  if (batch.readInt32BE(LENGTH_AT) !== batch.length - 12) return 'its length field does not match its length';
  if (batch.readUInt32BE(CRC_AT) !== crc32c(batch.subarray(ATTRIBUTES_AT)))
    return 'its checksum does not match';
  if (batch.readInt32BE(COUNT_AT) !== batch.readInt32BE(LAST_DELTA_AT) + 1)
    return 'its count does not match its deltas';
  return null;
}

export function readHeader(batch: Buffer): BatchHeader {
  const attributes = batch.readInt16BE(ATTRIBUTES_AT);
  return {
    baseOffset: Number(batch.readBigInt64BE(0)),
    lastOffsetDelta: batch.readInt32BE(LAST_DELTA_AT),
    producerId: Number(batch.readBigInt64BE(PRODUCER_AT)),
    producerEpoch: batch.readInt16BE(PRODUCER_AT + 8),
    baseSequence: batch.readInt32BE(PRODUCER_AT + 10),
    transactional: (attributes & TRANSACTIONAL) !== 0,
    control: (attributes & CONTROL) !== 0,
  };
}

/** A copy with its offset and the append time of its records (LogAppendTime). */
export function placedBatch(batch: Buffer, baseOffset: number, appendTime: number): Buffer {
  const placed = Buffer.from(batch);
  placed.writeBigInt64BE(BigInt(baseOffset), 0);
  placed.writeInt16BE(placed.readInt16BE(ATTRIBUTES_AT) | LOG_APPEND_TIME, ATTRIBUTES_AT);
  placed.writeBigInt64BE(BigInt(appendTime), MAX_TIMESTAMP_AT);
  placed.writeUInt32BE(crc32c(placed.subarray(ATTRIBUTES_AT)), CRC_AT);
  return placed;
}

/** Encodes a batch; `baseOffset` and the records' own offsets may leave gaps, as compaction does. */
export function encodeBatch(
  records: readonly WireRecord[],
  baseOffset: number,
  appendTime: number,
  writer: BatchWriter = NO_PRODUCER,
): Buffer {
  const out = new WireWriter(512);
  const last = records[records.length - 1];
  out.int64(baseOffset).int32(0).int32(0).int8(2).int32(0);
  out.int16(LOG_APPEND_TIME | (writer.transactional ? TRANSACTIONAL : 0) | (writer.control ? CONTROL : 0));
  out
    .int32(last === undefined ? 0 : last.offset - baseOffset)
    .int64(appendTime)
    .int64(appendTime);
  out.int64(writer.producerId).int16(writer.producerEpoch).int32(writer.baseSequence).int32(records.length);
  for (const record of records) {
    const body = new WireWriter(256);
    body
      .int8(0)
      .varint(0)
      .varint(record.offset - baseOffset)
      .varintBytes(record.key)
      .varintBytes(record.value);
    const headers = Object.entries(record.headers);
    body.varint(headers.length);
    for (const [name, value] of headers) body.varintBytes(Buffer.from(name)).varintBytes(value ?? null);
    const bytes = body.done();
    out.varint(bytes.length).raw(bytes);
  }
  const batch = out.done();
  batch.writeInt32BE(batch.length - 12, LENGTH_AT);
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT);
  return batch;
}

/** The records of a batch as it stands in the log. */
export function decodeRecords(batch: Buffer): WireRecord[] {
  const baseOffset = Number(batch.readBigInt64BE(0));
  let at = RECORDS_AT;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = batch.readUInt8(at++);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 0x80;
    }
  };
  const bytes = (): Buffer | null => {
    const length = varint();
    if (length < 0) return null;
    at += length;
    return batch.subarray(at - length, at);
  };
  return Array.from({ length: batch.readInt32BE(COUNT_AT) }, () => {
    varint();
    at += 1;
    varint();
    const offset = baseOffset + varint();
    const key = bytes();
    const value = bytes();
    const headers: Record<string, Buffer | undefined> = {};
    for (let left = varint(); left > 0; left--) {
      const name = bytes()?.toString('utf8') ?? '';
      headers[name] = bytes() ?? undefined;
    }
    return { offset, key, value, headers };
  });
}

/** Splits a record set of a produce request into its batches. */
export function splitBatches(recordSet: Buffer): Buffer[] {
  const batches: Buffer[] = [];
  for (let at = 0; at + 12 <= recordSet.length; ) {
    const end = at + 12 + recordSet.readInt32BE(at + LENGTH_AT);
    batches.push(recordSet.subarray(at, end));
    at = end;
  }
  return batches;
}
