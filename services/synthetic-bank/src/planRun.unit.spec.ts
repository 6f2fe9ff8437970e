import { HOUR } from '@sluice/scenarios';
import { planRun } from './planRun';

const WALL = Date.UTC(2026, 10, 24, 12);

describe('the plan of a run', () => {
  it('lets simulated time end when the run ends, so that nothing is published ahead of its time', () => {
    let real = 0;
    const run = planRun({
      factor: 1_800,
      bank: { liveMs: 48 * HOUR },
      wallNow: () => WALL,
      realNow: () => real,
    });
    expect(run.durationMs).toBe(96_000);
    expect(run.settings.endsAt).toBe(WALL + 96_000);
    run.clock.start();
    for (real = 0; real <= 96_000; real += 1_000) expect(run.clock.now()).toBeLessThanOrEqual(WALL + real);
  });

  it('gives decisions and commands real time to come, however fast simulated time runs', () => {
    const { settings } = planRun({ factor: 1_000, wallNow: () => WALL });
    expect(settings.core).toMatchObject({ decideWithinMs: 4_000_000, commandWithinMs: 10_000_000 });
    const given = planRun({
      factor: 10,
      bank: { core: { decideWithinMs: 5 } },
      decisionWaitMs: 100,
      wallNow: () => WALL,
    });
    expect(given.settings.core).toMatchObject({ decideWithinMs: 5, commandWithinMs: 100_000 });
  });
});
