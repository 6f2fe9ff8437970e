import { createFasterClock } from './fasterClock';

describe('the faster clock', () => {
  const setUp = () => {
    let real = 5_000;
    const clock = createFasterClock({
      startsAt: 1_000_000,
      endsAt: 1_600_000,
      factor: 60,
      realNow: () => real,
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

  it('goes on as fast as real time once it has caught up', () => {
    const { clock, pass } = setUp();
    clock.start();
    pass(10_000);
    expect(clock.now()).toBe(1_600_000);
    pass(2_500);
    expect(clock.now()).toBe(1_602_500);
  });

  it('refuses a factor under 1 and an end before the start', () => {
    expect(() => createFasterClock({ startsAt: 0, endsAt: 1, factor: 0.5 })).toThrow('a factor of 1 or more');
    expect(() => createFasterClock({ startsAt: 2, endsAt: 1, factor: 5 })).toThrow('an end after its start');
  });
});
