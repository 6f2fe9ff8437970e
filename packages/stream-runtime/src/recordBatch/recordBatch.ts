import type { OutgoingRecord, TopicPartition } from '../api';
import {
  BATCH_OVERHEAD_BYTES,
  byteLengthOf,
  type HeadersToSend,
  RecordReader,
  sizeOfBody,
  sizeOfHeaders,
  sizeOfVarint,
  writeContent,
  writeHeaders,
  writeVarint,
} from './recordFormat';

/**
 * The most bytes that one send takes to one partition, the batch's own 61 included. A batch is a single unit to Kafka: the
 * broker checks, copies and replicates it whole, and a reader's fetch brings at least one whole, whatever its limit. 4 MiB is half
 * of what `legs` and `decisions` accept, and about 20 ms of the fastest stream we have measured.
 */
export const SEND_BYTES_MAX = 4 * 1024 * 1024;

const FIRST_CAPACITY = 16 * 1024;

/** Encoded records for one batch of one partition: a view into a buffer that must not change while it is sent. */
export interface RecordSlice extends TopicPartition {
  readonly bytes: Buffer;
  readonly count: number;
}

/**
 * The records of one send for one partition, encoded as they are appended into one buffer that grows and is used again:
 * no object per record. What is appended is copied. While a send of it has not resolved it must stay untouched, since it is
 * sent again where the first try failed; `append` and `clear` throw until then.
 */
export class RecordBatch {
  readonly topic: string;
  readonly partition: number;
  private buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  private end = 0;
  private records = 0;
  // A batch above SEND_BYTES_MAX is cut while it is written, since each cut starts to count its records anew.
  private cuts: { readonly end: number; readonly count: number }[] = [];
  private cutStart = 0;
  private cutRecords = 0;
  private sendsUnderWay = 0;

  constructor(
    topic: string,
    partition: number,
    private readonly sliceBytesMax = SEND_BYTES_MAX,
  ) {
    this.topic = topic;
    this.partition = partition;
  }

  get count(): number {
    return this.records;
  }

  /** Bytes of all records as they are sent, what surrounds them aside. */
  get byteLength(): number {
    return this.end;
  }

  /** Appends a record, copying it. A null value is a removal (tombstone) on a compacted topic. */
  append(key: Uint8Array | string | null, value: Uint8Array | string | null, headers?: HeadersToSend): void {
    this.requireIdle();
    const keyBytes = byteLengthOf(key);
    const valueBytes = byteLengthOf(value);
    const headersBytes = sizeOfHeaders(headers);
    let body = sizeOfBody(this.cutRecords, keyBytes, valueBytes, headersBytes);
    if (
      this.cutRecords > 0 &&
      this.end - this.cutStart + sizeOfVarint(body) + body > this.sliceBytesMax - BATCH_OVERHEAD_BYTES
    ) {
      this.cut();
      body = sizeOfBody(0, keyBytes, valueBytes, headersBytes);
    }
    this.reserve(sizeOfVarint(body) + body);
    const target = this.buffer;
    let at = writeVarint(target, this.end, body);
    target[at++] = 0; // attributes
    target[at++] = 0; // timestamp delta
    at = writeVarint(target, at, this.cutRecords);
    at = writeContent(target, at, key, keyBytes);
    at = writeContent(target, at, value, valueBytes);
    this.end = writeHeaders(target, at, headers);
    this.cutRecords += 1;
    this.records += 1;
  }

  /** Empties the batch and keeps its buffer. */
  clear(): void {
    this.requireIdle();
    this.end = 0;
    this.records = 0;
    this.cuts = [];
    this.cutStart = 0;
    this.cutRecords = 0;
  }

  /** What is sent one after the other, in order; for the producers. */
  slices(): readonly RecordSlice[] {
    const { topic, partition } = this;
    const slices: RecordSlice[] = [];
    let start = 0;
    for (const { end, count } of this.cuts) {
      slices.push({ topic, partition, count, bytes: this.buffer.subarray(start, end) });
      start = end;
    }
    if (this.cutRecords > 0) {
      slices.push({ topic, partition, count: this.cutRecords, bytes: this.buffer.subarray(start, this.end) });
    }
    return slices;
  }

  /** The records as they were appended, read back; views into the buffer. For tests and stand-ins of Kafka. */
  *readBack(): Generator<OutgoingRecord> {
    const reader = new RecordReader(this.buffer);
    while (reader.position < this.end) {
      reader.varint(); // length
      reader.skip(2); // attributes, timestamp delta
      reader.varint(); // offset delta
      const key = reader.content();
      const value = reader.content();
      const headers: Record<string, Buffer> = {};
      const count = reader.varint();
      for (let index = 0; index < count; index++) {
        const name = reader.content();
        headers[String(name)] = reader.content() ?? Buffer.alloc(0);
      }
      yield { key, value, partition: this.partition, ...(count > 0 ? { headers } : {}) };
    }
  }

  /** For the producers: from here to `release` the batch must not change. */
  hold(): void {
    this.sendsUnderWay += 1;
  }

  release(): void {
    this.sendsUnderWay -= 1;
  }

  private cut(): void {
    this.cuts.push({ end: this.end, count: this.cutRecords });
    this.cutStart = this.end;
    this.cutRecords = 0;
  }

  private reserve(bytes: number): void {
    const wanted = this.end + bytes;
    if (wanted <= this.buffer.length) return;
    let capacity = this.buffer.length * 2;
    while (capacity < wanted) capacity *= 2;
    const grown = Buffer.allocUnsafeSlow(capacity);
    this.buffer.copy(grown, 0, 0, this.end);
    this.buffer = grown;
  }

  private requireIdle(): void {
    if (this.sendsUnderWay > 0) {
      throw new Error(
        `the batch for ${this.topic}/${this.partition} is still being sent: use another one, or wait for its send`,
      );
    }
  }
}
