import { simulateSeeds } from '../run/simulateSeeds';

// A quarter of a second on a core of its own; machines that test are busy.
const PER_SEED_MS_MAX = 4_000;

/** A test that runs `count` seeds from `from` on; every one of them must hold. */
export function holdsForSeeds(from: number, count: number): void {
  it(
    `seeds ${from} to ${from + count - 1}: nothing is lost, nothing stands twice, and every state is that of a clean fold`,
    async () => {
      const report = await simulateSeeds({ from, count });
      const failed = report.failed.map(
        ({ seed, problems }) => `npm run simulate -- --seed ${seed}: ${problems[0]}`,
      );
      expect(failed).toEqual([]);
      // The seeds would hold as well if nothing ever happened in them.
      expect(report.decisions).toBe(report.transfers);
      expect(report.transfers).toBeGreaterThanOrEqual(30 * count);
      expect(report.repeats).toBeGreaterThan(0);
    },
    count * PER_SEED_MS_MAX,
  );
}
