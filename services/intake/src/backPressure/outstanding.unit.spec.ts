import { Outstanding, STUCK_MS } from './outstanding';

const offsets = (...values: number[]) => new Map(values.map((value, i) => [i, BigInt(value)]));

/** Appends and has it acknowledged. */
function append(entries: Outstanding, ...counts: number[]): void {
  entries.append(counts)();
}

describe('what the detector has not done of what intake appended', () => {
  it('is all of it until a commit reaches an end that was seen after the acknowledgement', () => {
    const entries = new Outstanding(1, 0);
    append(entries, 100);
    entries.see(10, entries.acknowledged(), offsets(5), offsets(4));
    expect([entries.outstanding(), entries.done()]).toEqual([100, 0]);
    append(entries, 50);
    entries.see(20, entries.acknowledged(), offsets(8), offsets(5));
    expect([entries.outstanding(), entries.done()]).toEqual([50, 100]);
    entries.see(30, entries.acknowledged(), offsets(9), offsets(9));
    expect([entries.outstanding(), entries.done()]).toEqual([0, 150]);
  });

  it('counts what is on its way, but never as done before it is acknowledged', () => {
    const entries = new Outstanding(1, 0);
    const acknowledge = entries.append([7]);
    entries.see(10, entries.acknowledged(), offsets(3), offsets(3));
    expect([entries.outstanding(), entries.done()]).toEqual([7, 0]);
    acknowledge();
    entries.see(20, entries.acknowledged(), offsets(4), offsets(4));
    expect(entries.outstanding()).toBe(0);
  });

  it('is all of it where the group never committed', () => {
    const entries = new Outstanding(2, 0);
    append(entries, 1, 2);
    for (let at = 0; at < 100_000; at += 100)
      entries.see(at, entries.acknowledged(), offsets(1, 1), new Map([[0, null]]));
    expect(entries.outstanding()).toBe(3);
  });

  it('leaves out a partition that stands still while another gets on, and takes it in again when it moves', () => {
    const entries = new Outstanding(2, 0);
    append(entries, 1_000, 10);
    for (let at = 100; at <= STUCK_MS + 300; at += 100) {
      append(entries, 0, 10);
      entries.see(at, entries.acknowledged(), offsets(1, at / 100), offsets(0, at / 100 - 1));
    }
    expect(entries.outstanding()).toBe(10);
    entries.see(STUCK_MS + 400, entries.acknowledged(), offsets(1, 99), offsets(1, 99));
    append(entries, 70, 0);
    expect(entries.outstanding()).toBe(70);
  });

  it('leaves out none where the whole detector stood still, also just after it is back', () => {
    const entries = new Outstanding(2, 0);
    append(entries, 100, 100);
    entries.see(100, entries.acknowledged(), offsets(1, 1), offsets(0, 0));
    entries.see(20_000, entries.acknowledged(), offsets(1, 1), offsets(0, 0));
    expect(entries.outstanding()).toBe(200);
    entries.see(20_100, entries.acknowledged(), offsets(1, 1), offsets(1, 0));
    expect(entries.outstanding()).toBe(100);
  });

  it('keeps a bounded number of sights and still comes to the end', () => {
    const entries = new Outstanding(1, 0);
    for (let i = 1; i <= 1_000; i++) {
      append(entries, 1);
      entries.see(i, entries.acknowledged(), offsets(i), offsets(0));
    }
    entries.see(1_001, entries.acknowledged(), offsets(1_000), offsets(1_000));
    expect(entries.outstanding()).toBe(0);
  });
});
