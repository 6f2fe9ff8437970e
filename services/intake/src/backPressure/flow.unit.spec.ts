import * as fc from 'fast-check';
import { type Flow, initialFlow, isAway, nextFlow, OUTSTANDING_FIRST, pauseAbove } from './flow';

const TICK_MS = 100;
const COMMIT_MS = 200;

interface Run {
  readonly ms: number;
  /** Transfers a second that wait on `transfers`, as a function of time: what intake would append if nothing held it. */
  readonly offered: (at: number) => number;
  /** Entries a second that the detector can do, as a function of time. */
  readonly ability: (at: number) => number;
  /** Entries of one poll at most. */
  readonly poll?: number;
}

/** A detector that works off a queue and commits every 200 ms; intake looks at the commits every 100 ms. */
function simulate({ ms, offered, ability, poll = 2_000 }: Run) {
  let flow: Flow = initialFlow(0);
  let [appended, worked, committed, waiting] = [0, 0, 0, 0];
  const log: { at: number; queue: number; paused: boolean; worked: number; waiting: number }[] = [];
  for (let at = 0; at < ms; at++) {
    waiting += offered(at) / 1_000;
    if (!flow.paused && waiting >= 1) {
      const taken = Math.min(Math.floor(waiting), poll);
      waiting -= taken;
      appended += taken;
      flow = nextFlow(flow, { at, outstanding: appended - committed, done: committed });
    }
    worked = Math.min(appended, worked + ability(at) / 1_000);
    if (at % COMMIT_MS === 0) committed = Math.floor(worked);
    if (at % TICK_MS === 7) flow = nextFlow(flow, { at, outstanding: appended - committed, done: committed });
    log.push({ at, queue: appended - worked, paused: flow.paused, worked, waiting });
  }
  return log;
}

const always = (value: number) => () => value;

describe('back-pressure by the detector’s lag', () => {
  it.each([1_000, 10_000, 50_000, 90_000])(
    'never holds up %d transfers a second that the detector can do',
    (rate) => {
      const log = simulate({ ms: 20_000, offered: always(rate), ability: always(100_000) });
      expect(log.filter(({ paused }) => paused)).toHaveLength(0);
    },
  );

  it('does not hold up a quiet day that turns into a busy one', () => {
    const log = simulate({
      ms: 20_000,
      offered: (at) => (at < 10_000 ? 1_000 : 40_000),
      ability: always(100_000),
    });
    expect(log.filter(({ paused }) => paused)).toHaveLength(0);
  });

  it.each([5_000, 30_000, 100_000, 180_000])(
    'lets a backlog pass as fast as a detector of %d a second can, and keeps little waiting for it',
    (ability) => {
      const log = simulate({ ms: 30_000, offered: always(1_000_000), ability: always(ability) });
      const settled = log.filter(({ at }) => at >= 15_000);
      const done = settled.at(-1)!.worked - settled[0]!.worked;
      expect(done / (ability * 15)).toBeGreaterThan(0.99);
      const most = Math.max(...settled.map(({ queue }) => queue));
      // The 200 ms that may wait, and what the age of the last commit hides; one poll comes on top.
      expect(most).toBeLessThan(ability * 0.6 + 2 * 2_000);
    },
  );

  it('appends no more than the stated bound and a poll where there is no detector', () => {
    const log = simulate({ ms: 60_000, offered: always(1_000_000), ability: always(0) });
    expect(log.at(-1)!.queue).toBeLessThanOrEqual(OUTSTANDING_FIRST + 2_000);
    expect(log.at(-1)!.paused).toBe(true);
  });

  it('goes on when a detector that was killed is back, and is soon as fast as before', () => {
    const log = simulate({
      ms: 60_000,
      offered: always(1_000_000),
      ability: (at) => (at > 10_000 && at < 30_000 ? 0 : 100_000),
    });
    const while_away = log.filter(({ at }) => at > 12_000 && at < 30_000);
    expect(while_away.every(({ paused }) => paused)).toBe(true);
    const after = log.filter(({ at }) => at >= 35_000);
    expect((after.at(-1)!.worked - after[0]!.worked) / 25).toBeGreaterThan(99_000);
  });

  it('follows a detector that gets slower', () => {
    const log = simulate({
      ms: 60_000,
      offered: always(1_000_000),
      ability: (at) => (at < 20_000 ? 100_000 : 10_000),
    });
    const most = Math.max(...log.filter(({ at }) => at > 40_000).map(({ queue }) => queue));
    expect(most).toBeLessThan(10_000 * 0.6 + 2 * 2_000);
  });

  it('says that the detector is away only where it does not get on', () => {
    let flow = nextFlow(initialFlow(0), { at: 1_000, outstanding: 0, done: 0 });
    flow = nextFlow(flow, { at: 1_100, outstanding: 10, done: 0 });
    expect(isAway(flow, { at: 2_000, outstanding: 10, done: 0 })).toBe(false);
    expect(isAway(flow, { at: 4_000, outstanding: 10, done: 0 })).toBe(true);
    expect(isAway(flow, { at: 4_000, outstanding: 0, done: 0 })).toBe(false);
    flow = nextFlow(flow, { at: 4_000, outstanding: 5, done: 5 });
    expect(isAway(flow, { at: 4_100, outstanding: 5, done: 5 })).toBe(false);
  });

  it('never rests for ever: with nothing outstanding it always goes on', () => {
    const sight = fc.record({ stepMs: fc.nat(5_000), outstanding: fc.nat(1_000_000), more: fc.nat(100_000) });
    fc.assert(
      fc.property(fc.array(sight, { maxLength: 50 }), (sights) => {
        let flow = initialFlow(0);
        let [at, done] = [0, 0];
        for (const { stepMs, outstanding, more } of sights) {
          at += stepMs;
          done += more;
          flow = nextFlow(flow, { at, outstanding, done });
          if (outstanding > pauseAbove(flow)) expect(flow.paused).toBe(true);
        }
        expect(nextFlow(flow, { at: at + 100, outstanding: 0, done }).paused).toBe(false);
      }),
    );
  });
});
