import { Command, InvalidArgumentError } from 'commander';

export interface ChaosOptions {
  readonly faults: number;
  /** How long faults are done, minutes. */
  readonly minutes: number;
  /** Transfers a second, on average over the day of the bank. */
  readonly rate: number;
  readonly seed: number;
  readonly json: boolean;
  /** Keep the data folder, with the logs of servers and services. */
  readonly keep: boolean;
}

/** A stop and start of the broker takes some seconds; faults closer than this would only be one. */
const SECONDS_PER_FAULT = 10;

const number = (min: number, max: number, whole: boolean) => (text: string) => {
  const value = Number(text);
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value)))
    throw new InvalidArgumentError(`a ${whole ? 'whole ' : ''}number from ${min} to ${max} is wanted`);
  return value;
};

/** Reads the command line; commander prints what is wrong and exits with code 1. */
export function chaosOptions(argv: readonly string[]): ChaosOptions {
  const program = new Command('chaos')
    .description(
      'Kills, pauses, stops and adds parts of a real stack under load, then checks that nothing was lost and nothing done twice',
    )
    .option('--faults <N>', 'how many faults', number(1, 1_000, true), 30)
    .option('--minutes <M>', 'within how many minutes (default: 10 s a fault)', number(0.2, 600, false))
    .option('--rate <R>', 'transfers a second', number(10, 50_000, true), 2_000)
    .option('--seed <S>', 'which faults, when, and which synthetic bank', number(0, 2 ** 31, true), 1)
    .option('--json', 'the last line is one JSON object', false)
    .option('--keep', 'keep the data folder, with the logs of all processes', false);
  program.parse([...argv], { from: 'user' });
  const given = program.opts<Omit<ChaosOptions, 'minutes'> & { minutes?: number }>();
  return { ...given, minutes: given.minutes ?? (given.faults * SECONDS_PER_FAULT) / 60 };
}
