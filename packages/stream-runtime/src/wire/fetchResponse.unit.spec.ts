import fc from 'fast-check';
import Batch from 'kafkajs/src/consumer/batch';
import makeRecord from 'kafkajs/src/protocol/recordBatch/record/v0';
import { RecordBatch } from 'kafkajs/src/protocol/recordBatch/v0';
import kafkajsResponse from 'kafkajs/src/protocol/requests/fetch/v11/response';
import { OffsetGapError, recordsOf } from '../consumer/recordsOf';
import { decodeFetchResponse } from './fetchResponse';

const PRODUCERS = [7, 8];
const GZIP = 1;
const T0 = 1_700_000_000_000;

interface Written {
  readonly kind: 'PLAIN' | 'OPEN' | 'ABORT' | 'COMMIT' | 'COMPACTED_AWAY';
  readonly producer: number;
  readonly gzip: boolean;
  readonly appendTime: boolean;
  readonly records: readonly {
    key: Buffer | null;
    value: Buffer | null;
    headers: Record<string, string>;
    late: number;
  }[];
}

const content = fc.option(fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some)));
const written: fc.Arbitrary<Written> = fc.record({
  kind: fc.constantFrom('PLAIN', 'OPEN', 'OPEN', 'ABORT', 'COMMIT', 'COMPACTED_AWAY'),
  producer: fc.constantFrom(...PRODUCERS),
  gzip: fc.boolean(),
  appendTime: fc.boolean(),
  records: fc.array(
    fc.record({
      key: content,
      value: content,
      headers: fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.string({ maxLength: 9 }), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      late: fc.integer({ min: 0, max: 5_000_000_000 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

interface Log {
  readonly bytes: Buffer;
  readonly aborted: readonly { producer: number; firstOffset: number }[];
  readonly end: number;
  readonly firstCount: number;
}

/** A partition's log as a broker would have it: batches, control batches, and the index of aborted transactions. */
async function logOf(batches: readonly Written[], start: number): Promise<Log> {
  const parts: Buffer[] = [];
  const aborted: { producer: number; firstOffset: number }[] = [];
  const openSince = new Map<number, number>();
  let offset = start;
  let firstCount = 0;
  for (const one of batches) {
    const isControl = one.kind === 'ABORT' || one.kind === 'COMMIT';
    if (isControl && !openSince.has(one.producer)) continue;
    if (one.kind === 'OPEN' && !openSince.has(one.producer)) openSince.set(one.producer, offset);
    if (one.kind === 'ABORT')
      aborted.push({ producer: one.producer, firstOffset: openSince.get(one.producer)! });
    if (isControl) openSince.delete(one.producer);
    const records = isControl
      ? [
          {
            key: Buffer.from([0, 0, 0, one.kind === 'ABORT' ? 0 : 1]),
            value: Buffer.alloc(6),
            headers: {},
            late: 0,
          },
        ]
      : one.records;
    parts.push(await batchBytes(one, isControl, records, offset));
    offset += records.length;
    firstCount ||= records.length;
  }
  return { bytes: Buffer.concat(parts), aborted, end: offset, firstCount: Math.max(firstCount, 1) };
}

async function batchBytes(one: Written, isControl: boolean, records: Written['records'], offset: number) {
  const kept = one.kind === 'COMPACTED_AWAY' ? records.slice(0, -1) : records;
  const encoded = await RecordBatch({
    compression: one.gzip && !isControl ? GZIP : 0,
    firstOffset: offset,
    firstTimestamp: T0,
    maxTimestamp: T0 + 77,
    lastOffsetDelta: records.length - 1,
    transactional: one.kind !== 'PLAIN' && one.kind !== 'COMPACTED_AWAY',
    producerId: one.producer,
    records: kept.map(({ late, ...record }, index) =>
      makeRecord({ ...record, offsetDelta: index, timestampDelta: late }),
    ),
  });
  const bytes = Buffer.from(encoded.buffer);
  const attributes = bytes.readInt16BE(21) | (isControl ? 0x20 : 0) | (one.appendTime ? 0x08 : 0);
  bytes.writeInt16BE(attributes, 21);
  return bytes;
}

/** A fetch response of one partition, version 11. */
function responseOf(log: Log, records: Buffer, committedOnly: boolean, errorCode = 0): Buffer {
  const head = Buffer.alloc(512);
  let at = head.writeInt32BE(0, 0);
  at = head.writeInt16BE(0, at);
  at = head.writeInt32BE(0, at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt16BE(4, at);
  at += head.write('legs', at);
  at = head.writeInt32BE(1, at);
  at = head.writeInt32BE(3, at);
  at = head.writeInt16BE(errorCode, at);
  at = head.writeBigInt64BE(BigInt(log.end), at);
  at = head.writeBigInt64BE(BigInt(log.end), at);
  at = head.writeBigInt64BE(40n, at); // log start
  const aborted = committedOnly ? log.aborted : [];
  at = head.writeInt32BE(committedOnly ? aborted.length : -1, at);
  for (const { producer, firstOffset } of aborted) {
    at = head.writeBigInt64BE(BigInt(producer), at);
    at = head.writeBigInt64BE(BigInt(firstOffset), at);
  }
  at = head.writeInt32BE(-1, at);
  at = head.writeInt32BE(records.length, at);
  return Buffer.concat([head.subarray(0, at), records]);
}

const seen = (batch: Batch) => {
  const records = recordsOf(batch as never);
  if (records instanceof OffsetGapError) throw records;
  return records.map(({ topic, partition, offset, timestamp, key, value, headers }) => ({
    topic,
    partition,
    offset,
    timestamp,
    key,
    value,
    headers,
  }));
};

test('a reader sees what it saw by way of kafkajs, and gets past the same offsets', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(written, { minLength: 1, maxLength: 8 }),
      fc.nat({ max: 2 ** 40 }),
      fc.boolean(),
      fc.nat({ max: 5 }),
      fc.nat({ max: 120 }),
      async (batches, start, committedOnly, skip, cut) => {
        const log = await logOf(batches, start);
        // A fetch may cut the last batch off, never the first; kafkajs fails on less than 17 bytes.
        const cutTo = log.bytes.length - cut;
        const records = log.bytes.subarray(0, cutTo < 80 ? log.bytes.length : cutTo);
        const response = responseOf(log, records, committedOnly);
        // A broker names aborted transactions in the order in which they ended; kafkajs reads as if it were that of their beginnings.
        const aborted = log.aborted.toSorted((one, other) => one.firstOffset - other.firstOffset);
        const forKafkajs = responseOf({ ...log, aborted }, records, committedOnly);
        const theirs = (await kafkajsResponse.decode(forKafkajs)).responses[0]!.partitions[0]!;
        const ours = (await decodeFetchResponse(response))!.responses[0]!.partitions[0]!;
        // A broker begins with the batch that holds the offset.
        const from = String(start + (skip % log.firstCount));
        const [expected, given] = [theirs, ours].map((data) => new Batch('legs', from, data));
        expect(seen(given!)).toEqual(seen(expected!).map((one) => ({ ...one, headers: { ...one.headers } })));
        expect(ours.highWatermark).toBe(theirs.highWatermark);
        // kafkajs knows of offsets that records have; a batch knows of those that compaction has taken, too.
        if (expected!.firstOffset() !== null) {
          expect(BigInt(given!.lastOffset())).toBeGreaterThanOrEqual(BigInt(expected!.lastOffset()));
        }
        if (!batches.some(({ kind }) => kind === 'COMPACTED_AWAY') && records.length === log.bytes.length) {
          expect(given!.lastOffset()).toBe(String(log.end - 1));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('nothing of aborted transactions is seen where those of two producers interleave', async () => {
  const one = (kind: Written['kind'], producer: number, value: string): Written => ({
    kind,
    producer,
    gzip: false,
    appendTime: false,
    records: [{ key: null, value: Buffer.from(value), headers: {}, late: 0 }],
  });
  const log = await logOf(
    [
      one('OPEN', 7, 'first'),
      one('OPEN', 8, 'second'),
      one('ABORT', 8, ''),
      one('ABORT', 7, ''),
      one('PLAIN', 9, 'seen'),
    ],
    50,
  );
  expect(log.aborted.map(({ firstOffset }) => firstOffset)).toEqual([51, 50]);
  const [ours] = (await decodeFetchResponse(responseOf(log, log.bytes, true)))!.responses;
  const records = seen(new Batch('legs', '50', ours!.partitions[0]!));
  expect(records.map(({ value }) => String(value))).toEqual(['seen']);
});

test('a batch whose records compaction has taken, all of them, is passed and not met again and again', async () => {
  const one: Written = {
    kind: 'COMPACTED_AWAY',
    producer: 7,
    gzip: false,
    appendTime: false,
    records: [{ key: null, value: null, headers: {}, late: 0 }],
  };
  const log = await logOf([one], 50);
  const [ours] = (await decodeFetchResponse(responseOf(log, log.bytes, true)))!.responses;
  const batch = new Batch('legs', '50', ours!.partitions[0]!);
  expect(batch.isEmpty()).toBe(false);
  expect(seen(batch)).toEqual([]);
  expect(batch.lastOffset()).toBe('50');
});

test('a fetch that brought nothing is empty to kafkajs too', async () => {
  const nothing = { bytes: Buffer.alloc(0), aborted: [], end: 90, firstCount: 1 };
  const [ours] = (await decodeFetchResponse(responseOf(nothing, nothing.bytes, true)))!.responses;
  const batch = new Batch('legs', '90', ours!.partitions[0]!);
  expect([batch.isEmpty(), batch.isEmptyDueToFiltering(), batch.firstOffset()]).toEqual([true, false, null]);
});

test('an offset that the log does not have comes as a sentence, in place of records', async () => {
  const response = responseOf(
    { bytes: Buffer.alloc(0), aborted: [], end: 90, firstCount: 1 },
    Buffer.alloc(0),
    true,
    1,
  );
  const [ours] = (await decodeFetchResponse(response))!.responses;
  const batch = new Batch('legs', '17', ours!.partitions[0]!);
  expect(batch.isEmpty()).toBe(false);
  expect(() => seen(batch)).toThrow(
    'legs/3 has no record 17 to go on from: records were deleted before they were handled, or the log was made anew',
  );
});

test('what is read is found where it lies: values are views into what was fetched', async () => {
  const one: Written = {
    kind: 'PLAIN',
    producer: 7,
    gzip: false,
    appendTime: true,
    records: [{ key: Buffer.from('k'), value: Buffer.from('frame'), headers: {}, late: 9 }],
  };
  const log = await logOf([one], 50);
  const response = responseOf(log, log.bytes, true);
  const [ours] = (await decodeFetchResponse(response))!.responses;
  const [record] = seen(new Batch('legs', '50', ours!.partitions[0]!));
  expect(record).toEqual({
    topic: 'legs',
    partition: 3,
    offset: 50n,
    timestamp: T0 + 77,
    key: Buffer.from('k'),
    value: Buffer.from('frame'),
    headers: {},
  });
  expect(record!.value!.buffer).toBe(response.buffer);
});
