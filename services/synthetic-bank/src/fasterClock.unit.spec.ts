import { createFasterClock } from './fasterClock';

describe('the faster clock', () => {
  const setUp = () => {
    let real = 5_000;
    // The wall is 90 s ahead of where the run ends, as after a slow start.
    const wallNow = () => 1_690_000 + real - 15_000;
    const clock = createFasterClock({
      startsAt: 1_000_000,
      endsAt: 1_600_000,
      factor: 60,
      realNow: () => real,
      wallNow,
    });
    return { clock, pass: (ms: number) => (real += ms) };
  };

  it('stands still until it is started', () => {
    const { clock, pass } = setUp();
    pass(10_000);
    expect(clock.now()).toBe(1_000_000);
  });

  it('then runs so many times as fast as real time, and is not started twice', () => {
    const { clock, pass } = setUp();
    clock.start();
    pass(1_000);
    clock.start();
    pass(500);
    expect(clock.now()).toBe(1_000_000 + 90_000);
  });

  it('runs on until it has caught up with the wall, and keeps to it from there on', () => {
    const { clock, pass } = setUp();
    clock.start();
    pass(10_000);
    expect(clock.now()).toBe(1_600_000);
    pass(1_000);
    expect(clock.now()).toBe(1_660_000);
    pass(1_000);
    expect(clock.now()).toBe(1_692_000);
    pass(2_500);
    expect(clock.now()).toBe(1_694_500);
  });

  it('refuses a factor under 1 and an end before the start', () => {
    expect(() => createFasterClock({ startsAt: 0, endsAt: 1, factor: 0.5 })).toThrow('a factor of 1 or more');
    expect(() => createFasterClock({ startsAt: 2, endsAt: 1, factor: 5 })).toThrow('an end after its start');
  });
});
