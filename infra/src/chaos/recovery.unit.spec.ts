import { partitionOf } from '@sluice/domain';
import type { InflictedFault } from './faults/inflictFaults';
import { recoveries, spread } from './recovery';

const PARTITIONS = 2;
/** An account of each partition. */
const ACCOUNTS = [0, 1].map((partition) => {
  for (let i = 0; ; i++) if (partitionOf(`A${i}`, PARTITIONS) === partition) return `A${i}`;
});
const decided = (partition: number, decidedAt: number) => ({
  creditorAccount: ACCOUNTS[partition]!,
  decidedAt,
  publishedAt: null,
});
const kill = (target: 'detector' | 'case-recorder', at: number): InflictedFault => ({
  fault: { kind: 'KILL', target, atMs: 0, lastsMs: 0 },
  title: target,
  at,
  overAt: at,
});

describe('the time from a kill to the next decision', () => {
  it('is taken to the first decision of anything, and to the first in every partition', () => {
    const times = [decided(0, 900), decided(1, 950), decided(1, 3_000), decided(0, 4_500)];
    expect(recoveries([kill('detector', 1_000)], times, PARTITIONS)).toEqual([
      { fault: 'KILL detector', title: 'detector', firstSeconds: 2, everywhereSeconds: 3.5 },
    ]);
  });

  it('does not count what was on its way when the detector died', () => {
    const times = [decided(0, 1_020), decided(1, 1_020), decided(0, 2_000), decided(1, 2_000)];
    expect(recoveries([kill('detector', 1_000)], times, PARTITIONS)[0]?.firstSeconds).toBe(1);
  });

  it('is unknown where nothing was decided any more, and where a partition was not', () => {
    expect(recoveries([kill('detector', 1_000)], [decided(0, 2_000)], PARTITIONS)[0]).toMatchObject({
      firstSeconds: 1,
      everywhereSeconds: null,
    });
    expect(recoveries([kill('detector', 1_000)], [], PARTITIONS)[0]?.firstSeconds).toBeNull();
  });

  it('is taken of what decisions depend on only', () => {
    expect(recoveries([kill('case-recorder', 1_000)], [decided(0, 2_000)], PARTITIONS)).toEqual([]);
  });

  it('is summed up as median and longest', () => {
    expect(spread([3, null, 1, 2])).toEqual({ median: 2, max: 3 });
    expect(spread([])).toEqual({ median: null, max: null });
  });
});
