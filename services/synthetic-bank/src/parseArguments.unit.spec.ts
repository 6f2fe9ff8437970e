import { HOUR } from '@sluice/scenarios';
import { parseArguments } from './parseArguments';

describe('the command line of the synthetic bank', () => {
  it('has a default for everything', () => {
    const run = parseArguments(['node', 'main.ts']);
    expect(run.factor).toBe(60);
    expect(run.bank).toMatchObject({ seed: 1, customers: 5_000, liveMs: 44 * HOUR });
  });

  it('takes seed, size, length and speed', () => {
    const argv = [
      'node',
      'main.ts',
      '--seed',
      '7',
      '--customers',
      '300',
      '--hours',
      '6',
      '--frauds',
      '4',
      '--factor',
      '10',
    ];
    expect(parseArguments(argv)).toEqual({
      factor: 10,
      bank: { seed: 7, customers: 300, liveMs: 6 * HOUR, fraudCases: 4 },
    });
  });
});
