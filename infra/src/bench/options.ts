import { Command, InvalidArgumentError } from 'commander';

export const PART_NAMES = [
  'engine',
  'raw',
  'backlog',
  'recorder',
  'latency',
  'stop-payment',
  'memory',
  'restore',
] as const;
export type PartName = (typeof PART_NAMES)[number];

export interface BenchCommand {
  /** All parts in at most 5 minutes: fewer rounds, smaller backlogs. */
  readonly quick: boolean;
  /** The last line is one JSON object. */
  readonly json: boolean;
  /** Writes docs/benchmarks.md: a full run of all parts does, a quick one where asked. */
  readonly write: boolean;
  readonly only: readonly PartName[];
  /** Folder for a CPU profile of each service, written as it ends; null: none. */
  readonly profiles: string | null;
}

/** Reads the command line; commander prints what is wrong and exits with code 1. */
export function benchCommand(argv: readonly string[]): BenchCommand {
  const program = benchProgram();
  program.parse([...argv], { from: 'user' });
  const options = program.opts<{
    quick: boolean;
    json: boolean;
    write: boolean;
    only?: readonly PartName[];
    profiles?: string;
  }>();
  return {
    quick: options.quick,
    json: options.json,
    write: options.write || (!options.quick && options.only === undefined),
    only: options.only ?? PART_NAMES,
    profiles: options.profiles ?? null,
  };
}

export function benchProgram(): Command {
  return new Command('bench')
    .description('Measures Sluice on this machine: engine, backlog, latency, memory, restore, recorder')
    .option('--quick', 'everything in at most 5 minutes', false)
    .option('--json', 'the last line is one JSON object with the figures', false)
    .option('--write', 'write docs/benchmarks.md also after a quick run or one of some parts', false)
    .option('--profiles <FOLDER>', 'write a CPU profile of each service there; slows them by some percent')
    .option('--only <PARTS>', `only these parts, separated by commas: ${PART_NAMES.join(', ')}`, parseParts);
}

function parseParts(text: string): readonly PartName[] {
  const names = text.split(',').map((name) => name.trim());
  return names.map((name) => {
    const found = PART_NAMES.find((part) => part === name);
    if (found === undefined)
      throw new InvalidArgumentError(`no part ${name}; there are ${PART_NAMES.join(', ')}`);
    return found;
  });
}
