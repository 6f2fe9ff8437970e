import type { ConsumedRecord } from '../api';

/** One record batch as it lies in a fetch response, decompressed. Offsets below 2^53. */
export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** The records alone, what surrounds them aside. */
  readonly bytes: Buffer;
  readonly count: number;
  readonly baseOffset: number;
  /** Offset of the last record that the batch was written with; compaction may have taken it away. */
  readonly lastOffset: number;
  readonly baseTimestamp: number;
  /** With LogAppendTime all records have the batch's; null with CreateTime. */
  readonly appendTime: number | null;
}

const NO_HEADERS: ConsumedRecord['headers'] = Object.freeze({});

/** A record that is read where it lies, each field when it is asked for: most readers want the value and nothing else. */
class FetchedRecord implements ConsumedRecord {
  private valueRead: Buffer | null | undefined = undefined;

  constructor(
    private readonly batch: FetchedBatch,
    private readonly keyAt: number,
    private readonly at: number,
    readonly timestamp: number,
  ) {}

  get topic(): string {
    return this.batch.topic;
  }

  get partition(): number {
    return this.batch.partition;
  }

  get offset(): bigint {
    return BigInt(this.at);
  }

  get key(): Buffer | null {
    return contentAt(this.batch.bytes, this.keyAt);
  }

  get value(): Buffer | null {
    if (this.valueRead === undefined) {
      this.valueRead = contentAt(this.batch.bytes, afterContent(this.batch.bytes, this.keyAt));
    }
    return this.valueRead;
  }

  get headers(): ConsumedRecord['headers'] {
    const { bytes } = this.batch;
    position = afterContent(bytes, afterContent(bytes, this.keyAt));
    const count = readVarint(bytes);
    if (count <= 0) return NO_HEADERS;
    const headers: Record<string, Buffer | undefined> = {};
    let at = position;
    for (let index = 0; index < count; index++) {
      const name = contentAt(bytes, at);
      at = afterContent(bytes, at);
      headers[String(name)] = contentAt(bytes, at) ?? undefined;
      at = afterContent(bytes, at);
    }
    return headers;
  }
}

/** Appends the records from `floor` (an offset) on. */
export function readRecords(batch: FetchedBatch, floor: number, into: ConsumedRecord[]): void {
  const { bytes, baseOffset, baseTimestamp, appendTime } = batch;
  let next = 0;
  for (let index = 0; index < batch.count; index++) {
    position = next;
    const length = readVarint(bytes);
    next = position + length;
    position += 1; // attributes
    const timestampDelta = readVarlong(bytes);
    const offset = baseOffset + readVarint(bytes);
    if (offset < floor) continue;
    into.push(new FetchedRecord(batch, position, offset, appendTime ?? baseTimestamp + timestampDelta));
  }
}

/** Where the next varint begins: reading is strictly sequential and a result object per varint would be most of the work. */
let position = 0;

function readVarint(bytes: Buffer): number {
  let byte = bytes[position++]!;
  if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
  let result = byte & 0x7f;
  let shift = 7;
  do {
    byte = bytes[position++]!;
    result |= (byte & 0x7f) << shift;
    shift += 7;
  } while (byte >= 0x80);
  return (result >>> 1) ^ -(result & 1);
}

/** A signed varint of up to 64 bits, of a size below 2^52: milliseconds. */
function readVarlong(bytes: Buffer): number {
  let byte = bytes[position++]!;
  let result = byte & 0x7f;
  let unit = 128;
  while (byte >= 0x80) {
    byte = bytes[position++]!;
    result += (byte & 0x7f) * unit;
    unit *= 128;
  }
  return result % 2 === 0 ? result / 2 : -(result + 1) / 2;
}

function contentAt(bytes: Buffer, at: number): Buffer | null {
  position = at;
  const length = readVarint(bytes);
  return length < 0 ? null : bytes.subarray(position, position + length);
}

function afterContent(bytes: Buffer, at: number): number {
  position = at;
  const length = readVarint(bytes);
  return position + Math.max(length, 0);
}
