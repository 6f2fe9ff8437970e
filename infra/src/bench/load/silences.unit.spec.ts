import { trackSilences } from './silences';

describe('silences', () => {
  it('are the longest times without an answer, partition by partition', () => {
    const { heard, silences } = trackSilences(2, 1_000);
    for (const at of [1_010, 1_020, 4_000, 4_010]) heard(0, at);
    for (let at = 1_000; at < 4_010; at += 10) heard(1, at);
    expect(silences()).toEqual([
      { partition: 0, from: 1_020, to: 4_000 },
      { partition: 1, from: 1_000, to: 1_010 },
    ]);
  });

  it('begin with the load, where a partition has not answered yet', () => {
    const { heard, silences } = trackSilences(1, 1_000);
    heard(0, 9_000);
    expect(silences()).toEqual([{ partition: 0, from: 1_000, to: 9_000 }]);
  });
});
