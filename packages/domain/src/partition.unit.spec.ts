import * as fc from 'fast-check';
import { keyHash, keyHashOfBytes, partitionOf } from './partition';

// Apache Kafka, clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java, testMurmur2: before the sign bit is cleared.
const KAFKA_VECTORS: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

describe('the partition of a key', () => {
  it.each(KAFKA_VECTORS)('is where Kafka’s own clients put %s', (key, murmur2) => {
    const positive = murmur2 & 0x7fffffff;
    expect(keyHash(key)).toBe(positive);
    expect(partitionOf(key, 8)).toBe(positive % 8);
  });

  it('of a key inside a larger buffer is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(9), fc.nat(9), (key, before, after) => {
        const bytes = Buffer.from(key, 'utf8');
        const framed = Buffer.concat([Buffer.alloc(before, 0xa5), bytes, Buffer.alloc(after, 0x5a)]);
        expect(keyHashOfBytes(framed, before, before + bytes.length)).toBe(keyHash(key));
      }),
    );
  });

  it('lies among the partitions, for any key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 256 }), (key, partitionCount) => {
        const partition = partitionOf(key, partitionCount);
        expect(Number.isInteger(partition) && partition >= 0 && partition < partitionCount).toBe(true);
      }),
    );
  });

  it('spreads accounts evenly enough: no partition of 8 has twice its share of 8000', () => {
    const counts = new Array<number>(8).fill(0);
    for (let i = 0; i < 8000; i++) counts[partitionOf(`BANKA:${i}`, 8)]! += 1;
    expect(Math.max(...counts)).toBeLessThan(2000);
    expect(Math.min(...counts)).toBeGreaterThan(500);
  });
});
