import { FAULT_KINDS } from './faults/faultKinds';
import { simulateSeed } from './run/simulateSeed';
import { simulateSeeds } from './run/simulateSeeds';
import { ASIDE } from './run/trace';

const MINUTE_MS = 60_000;

describe('a simulated run', () => {
  it(
    'is the same event for event whenever its seed is run, whatever ran before',
    async () => {
      const first = await simulateSeed(7, { keepTrace: true });
      await simulateSeed(8);
      const again = await simulateSeed(7, { keepTrace: true });
      const unkept = await simulateSeed(7);
      const events = (trace: readonly string[]) => trace.filter((line) => !line.startsWith(ASIDE));
      expect(events(again.trace)).toEqual(events(first.trace));
      expect([again.traceHash, unkept.traceHash]).toEqual([first.traceHash, first.traceHash]);
      expect(events(first.trace).length).toBeGreaterThan(50);
      expect((await simulateSeed(8)).traceHash).not.toBe(first.traceHash);
    },
    MINUTE_MS,
  );

  it(
    'meets every kind of fault within 300 seeds',
    async () => {
      const seen = new Set<string>();
      for (let from = 1; from <= 300 && seen.size < FAULT_KINDS.length; from += 20) {
        const { faults } = await simulateSeeds({ from, count: 20 });
        for (const kind of FAULT_KINDS) if (faults[kind] > 0) seen.add(kind);
      }
      expect(FAULT_KINDS.filter((kind) => !seen.has(kind))).toEqual([]);
    },
    5 * MINUTE_MS,
  );
});
