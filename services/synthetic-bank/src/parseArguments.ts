import { SYNTHETIC_BANK_DEFAULTS } from '@sluice/scenarios';
import { Command, InvalidArgumentError } from 'commander';
import type { RunSettings } from './planRun';

/** Reads the command line of the service; a wrong one ends the process with a sentence, as commander does. */
export function parseArguments(argv: readonly string[]): RunSettings {
  const defaults = SYNTHETIC_BANK_DEFAULTS;
  const options = new Command('synthetic-bank')
    .description(
      'A simulated bank core, its customers, frauds and desk, on the cluster that the environment names',
    )
    .option('--factor <n>', 'simulated time runs so many times as fast as real time', numberOf, 60)
    .option('--seed <n>', 'the same seed gives the same bank', numberOf, defaults.seed)
    .option('--customers <n>', 'persons with an account', numberOf, defaults.customers)
    .option(
      '--hours <n>',
      'length of the live period, hours of simulated time',
      numberOf,
      defaults.liveMs / 3_600_000,
    )
    .option('--frauds <n>', 'labelled frauds in the live period', numberOf, defaults.fraudCases)
    .parse([...argv])
    .opts<{ factor: number; seed: number; customers: number; hours: number; frauds: number }>();
  return {
    factor: options.factor,
    bank: {
      seed: options.seed,
      customers: options.customers,
      liveMs: options.hours * 3_600_000,
      fraudCases: options.frauds,
    },
  };
}

function numberOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('a number of 0 or more is needed');
  }
  return value;
}
