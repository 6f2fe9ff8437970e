import fc from 'fast-check';
import { FAULT_KINDS, nameOf } from './fault';
import { planFaults } from './planFaults';

describe('the plan of faults', () => {
  const plan = fc.record({
    seed: fc.nat(),
    faults: fc.integer({ min: 1, max: 120 }),
    withinMs: fc.integer({ min: 60_000, max: 3_600_000 }),
  });

  it('is the same for the same seed, another for another', () => {
    const options = { seed: 4, faults: 30, withinMs: 300_000 };
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(planFaults({ ...options, seed: 5 })).not.toEqual(planFaults(options));
  });

  it('has as many faults as were asked for, in the order of time, within the run', () => {
    fc.assert(
      fc.property(plan, (options) => {
        const faults = planFaults(options);
        expect(faults).toHaveLength(options.faults);
        const times = faults.map(({ atMs }) => atMs);
        expect([...times].sort((a, b) => a - b)).toEqual(times);
        expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...times)).toBeLessThanOrEqual(options.withinMs);
      }),
    );
  });

  it('does every kind before any comes a second time', () => {
    const names = planFaults({ seed: 9, faults: FAULT_KINDS.length, withinMs: 200_000 }).map(nameOf);
    expect(new Set(names)).toEqual(new Set(FAULT_KINDS.map(nameOf)));
  });

  it('takes no instance away that it has not added', () => {
    fc.assert(
      fc.property(plan, (options) => {
        const added = new Map<string, number>();
        for (const { kind, target } of planFaults(options)) {
          const change = kind === 'JOIN' ? 1 : kind === 'LEAVE' ? -1 : 0;
          added.set(target, (added.get(target) ?? 0) + change);
          expect([0, 1]).toContain(added.get(target));
        }
      }),
    );
  });

  it('pauses a zombie for longer than its session of 6 s', () => {
    const zombies = planFaults({ seed: 1, faults: 100, withinMs: 900_000 }).filter(
      ({ kind }) => kind === 'ZOMBIE',
    );
    expect(zombies.length).toBeGreaterThan(0);
    for (const { lastsMs } of zombies) expect(lastsMs).toBeGreaterThan(6_500);
  });
});
