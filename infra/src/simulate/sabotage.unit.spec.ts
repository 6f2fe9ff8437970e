import { simulateSeed } from './run/simulateSeed';
import { simulateSeeds } from './run/simulateSeeds';
import { SABOTAGES } from './sabotage';

describe('the runtime, broken on purpose', () => {
  it.each(
    SABOTAGES.map(({ sabotage, seedsMax, finds }) => ({ name: sabotage.name, sabotage, seedsMax, finds })),
  )(
    'is found out: $name',
    async ({ sabotage, seedsMax, finds }) => {
      const { failed } = await simulateSeeds({ from: 1, count: seedsMax, untilFailure: true }, { sabotage });
      expect(failed).toHaveLength(1);
      const [found] = failed;
      expect(found?.problems.join('\n')).toMatch(finds);
      // What was found is the sabotage's doing.
      const unbroken = await simulateSeed(found?.seed ?? 0);
      expect(unbroken.problems).toEqual([]);
    },
    180_000,
  );
});
