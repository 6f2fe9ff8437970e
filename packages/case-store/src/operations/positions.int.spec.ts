import { useCaseStore } from '../testing/useCaseStore';
import { advancePositions, knowPartitions, type RecorderPosition, recordedOffset } from './positions';
import { recordedTo } from './recordedTo';

const store = useCaseStore();

beforeEach(async () => {
  await store().pool.query('delete from recorder_position');
});

function advance(...positions: Partial<RecorderPosition>[]): Promise<void> {
  const none = { topic: 'legs', partition: 0, nextOffset: 1, appendTime: null, completeTo: null };
  return store().db.transaction((tx) =>
    advancePositions(
      tx,
      positions.map((position) => ({ ...none, ...position })),
    ),
  );
}

describe('the position of the recorder', () => {
  it('moves on and never back, whoever was late', async () => {
    expect(await recordedOffset(store().db, 'legs', 0)).toBeNull();
    await advance({ nextOffset: 10, completeTo: 5_000 });
    await advance({ nextOffset: 7, completeTo: 4_000 });
    expect(await recordedOffset(store().db, 'legs', 0)).toBe(10);
    expect(await recordedTo(store().db)).toEqual({ complete: true, to: 5_000 });
  });

  it('is complete up to where the slowest partition is', async () => {
    await advance(
      { completeTo: 9_000 },
      { partition: 1, completeTo: 3_000 },
      { topic: 'orders', completeTo: 8_000 },
    );
    expect(await recordedTo(store().db)).toEqual({ complete: true, to: 3_000 });
  });

  it('is nowhere while a partition that exists was never read', async () => {
    expect(await recordedTo(store().db)).toEqual({ complete: false, reason: 'NOTHING_RECORDED' });
    await knowPartitions(store().db, [
      { topic: 'legs', partition: 0 },
      { topic: 'legs', partition: 1 },
    ]);
    await advance({ completeTo: 9_000 });
    expect(await recordedTo(store().db)).toEqual({
      complete: false,
      reason: 'PARTITION_BEHIND',
      where: 'legs/1',
    });
    expect(await recordedOffset(store().db, 'legs', 1)).toBeNull();
  });

  it('is not lost when partitions are made known again at the next start', async () => {
    await advance({ nextOffset: 10, completeTo: 5_000 });
    await knowPartitions(store().db, [{ topic: 'legs', partition: 0 }]);
    expect(await recordedOffset(store().db, 'legs', 0)).toBe(10);
  });
});
