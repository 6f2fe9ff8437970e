import { Command, InvalidArgumentError } from 'commander';

export const DEFAULT_CUSTOMERS = 5_000;

export interface DemoOptions {
  /** End after the run instead of keeping the stack up. */
  readonly once: boolean;
  /** The last line is one JSON object. */
  readonly json: boolean;
  readonly seed: number;
  readonly customers: number;
  readonly fraudCases: number;
  /** Length of the live period in simulated hours. */
  readonly hours: number;
  /** How long the live period takes, in real seconds; the clock's factor follows. */
  readonly seconds: number;
}

const whole = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new InvalidArgumentError(`a whole number from ${min} to ${max} is wanted`);
  }
  return value;
};

/** Reads the command line; commander prints what is wrong and exits with code 1. */
export function demoOptions(argv: readonly string[]): DemoOptions {
  const program = new Command('demo')
    .description('The main job on an embedded stack: a synthetic bank, every service, one story, then totals')
    .option('--once', 'end after the run (otherwise the stack stays up for queries until Ctrl-C)', false)
    .option('--json', 'the last line is one JSON object with the totals', false)
    .option('--seed <N>', 'which synthetic bank', whole(0, 2 ** 31), 1)
    .option('--customers <N>', 'persons with an account', whole(100, 100_000), DEFAULT_CUSTOMERS)
    .option('--fraud-cases <N>', 'labelled frauds in the live period', whole(0, 2_000), 30)
    .option('--hours <N>', 'length of the live period in simulated hours', whole(2, 240), 44)
    .option('--seconds <N>', 'how long the live period takes in real seconds', whole(20, 86_400), 100);
  program.parse([...argv], { from: 'user' });
  return program.opts<DemoOptions>();
}
