import fc from 'fast-check';
import { plainRecords } from './plainRecords';
import { RecordBatch, type RecordSlice } from './recordBatch';
import { sendRounds } from './sendRounds';

function batchOf(topic: string, partition: number, values: readonly string[], sliceBytesMax?: number) {
  const batch = new RecordBatch(topic, partition, sliceBytesMax);
  for (const value of values) batch.append(null, value);
  return batch;
}

function valuesOf(slice: RecordSlice): string[] {
  const copy = new RecordBatch(slice.topic, slice.partition);
  // The records of a slice, read back as a batch of its own.
  Object.assign(copy, { buffer: slice.bytes, end: slice.bytes.length });
  return [...copy.readBack()].map(({ value }) => String(value));
}

test('what was appended is read back, whatever it was', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some));
  const record = fc.record({ key: fc.option(bytes), value: fc.option(bytes) });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 40 }), (records) => {
      const batch = new RecordBatch('legs', 3);
      for (const { key, value } of records) batch.append(key, value);
      const read = plainRecords(batch).records.map(({ key, value }) => ({ key, value }));
      expect(read).toEqual(records);
      expect(batch.count).toBe(records.length);
    }),
  );
});

test('it copies: the caller may use its own buffer again', () => {
  const batch = new RecordBatch('legs', 3);
  const frame = Buffer.from('frame 1');
  batch.append(null, frame);
  frame.write('frame 2');
  batch.append(null, frame);
  expect(plainRecords(batch).records.map(({ value }) => String(value))).toEqual(['frame 1', 'frame 2']);
});

test('cleared, it begins again, in the same buffer', () => {
  const batch = batchOf('legs', 3, ['a'.repeat(40_000), 'b']);
  batch.clear();
  expect([batch.count, batch.byteLength, batch.slices()]).toEqual([0, 0, []]);
  batch.append('key', 'c', { code: 'LATE' });
  expect(plainRecords(batch).records).toEqual([
    {
      key: Buffer.from('key'),
      value: Buffer.from('c'),
      partition: 3,
      headers: { code: Buffer.from('LATE') },
    },
  ]);
});

test('while it is being sent it cannot be changed', () => {
  const batch = batchOf('legs', 3, ['a']);
  batch.hold();
  expect(() => batch.append(null, 'b')).toThrow('the batch for legs/3 is still being sent');
  expect(() => batch.clear()).toThrow('the batch for legs/3 is still being sent');
  batch.release();
  batch.clear();
  expect(batch.count).toBe(0);
});

test('sends stay under the limit of a partition, and nothing is lost or changes its place', () => {
  const values = fc.array(fc.string({ minLength: 1, maxLength: 60 }), { maxLength: 60 });
  fc.assert(
    fc.property(values, values, fc.integer({ min: 150, max: 1_000 }), (legs, decisions, bytesMax) => {
      const batches = [
        batchOf('legs', 0, legs, bytesMax),
        batchOf('decisions', 2, decisions, bytesMax),
        batchOf('legs', 0, ['the last'], bytesMax),
      ];
      const sent = new Map<string, string[]>();
      for (const round of sendRounds(batches, 2_000)) {
        const places = round.map(({ topic, partition }) => `${topic}/${partition}`);
        expect(new Set(places).size).toBe(places.length);
        expect(round.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(2_000);
        for (const slice of round) {
          if (slice.count > 1) expect(slice.bytes.length + 61).toBeLessThanOrEqual(bytesMax);
          const place = `${slice.topic}/${slice.partition}`;
          const read = valuesOf(slice);
          expect(read).toHaveLength(slice.count);
          sent.set(place, [...(sent.get(place) ?? []), ...read]);
        }
      }
      expect(sent.get('legs/0')).toEqual([...legs, 'the last']);
      expect(sent.get('decisions/2') ?? []).toEqual(decisions);
    }),
  );
});
