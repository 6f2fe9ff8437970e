import { Command, InvalidArgumentError } from 'commander';
import { FAULT_KINDS } from './faults/faultKinds';
import { type SeedOptions, type SeedResult, simulateSeed } from './run/simulateSeed';
import { type SimulationReport, simulateSeeds } from './run/simulateSeeds';
import { SABOTAGES, type Sabotage } from './sabotage';

const TRACE_LINES_SHOWN = 400;

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly seed?: number;
  readonly trace?: true;
  readonly json?: true;
  readonly sabotage?: Sabotage;
}

const whole = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a whole number of at most 15 digits');
  return Number(text);
};

const sabotage = (name: string): Sabotage => {
  const found = SABOTAGES.find((one) => one.sabotage.name === name);
  if (found !== undefined) return found.sabotage;
  const names = SABOTAGES.map((one) => `"${one.sabotage.name}"`).join(', ');
  throw new InvalidArgumentError(`one of ${names}`);
};

const program = new Command('simulate')
  .description(
    'Runs intake, detector and the stream runtime against a simulated broker in virtual time, with faults that the seed draws, and holds what stands afterwards against a clean fold of it.',
  )
  .option('--seeds <N>', 'seeds to run', whole, 1_000)
  .option('--from <S>', 'the first of them', whole, 1)
  .option('--seed <S>', 'one seed alone, with its trace where it fails', whole)
  .option('--trace', 'with --seed: its trace in any case')
  .option(
    '--sabotage <NAME>',
    'breaks the runtime on purpose, and ends at the first seed that finds it',
    sabotage,
  )
  .option('--json', 'the last line is one JSON object')
  .action(async (options: Options) => {
    process.exitCode =
      options.seed === undefined ? await manySeeds(options) : await oneSeed(options.seed, options);
  });

async function manySeeds({ seeds, from, ...options }: Options): Promise<number> {
  const json = options.json === true;
  const report = await simulateSeeds(
    { from, count: seeds, onSeed: tell(json), untilFailure: options.sabotage !== undefined },
    withSabotage(options),
  );
  print(report, json);
  return report.failed.length === 0 ? 0 : 1;
}

async function oneSeed(seed: number, { trace, json, ...options }: Options): Promise<number> {
  const result = await simulateSeed(seed, { keepTrace: true, ...withSabotage(options) });
  const fails = result.problems.length > 0;
  if (trace === true || fails) process.stdout.write(`${result.trace.slice(-TRACE_LINES_SHOWN).join('\n')}\n`);
  if (json === true) process.stdout.write(`${JSON.stringify({ ...result, trace: undefined })}\n`);
  else process.stdout.write(`seed ${seed}: ${fails ? 'FAILS' : 'holds'}, trace ${result.traceHash}\n`);
  return fails ? 1 : 0;
}

function withSabotage({ sabotage: chosen }: Pick<Options, 'sabotage'>): SeedOptions {
  return chosen === undefined ? {} : { sabotage: chosen };
}

const TELL_EVERY = 100;

function tell(json: boolean) {
  let done = 0;
  return (result: SeedResult): void => {
    done += 1;
    if (result.problems.length > 0) {
      process.stderr.write(
        `seed ${result.seed} FAILS: ${result.problems[0]}\n  again: npm run simulate -- --seed ${result.seed}\n`,
      );
    }
    if (!json && done % TELL_EVERY === 0) process.stderr.write(`${done} seeds\n`);
  };
}

function print(report: SimulationReport, json: boolean): void {
  const failed = report.failed.map(({ seed, problems }) => ({ seed, problems }));
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ ...report, failed, seedsPerSecond: report.seeds / report.seconds })}\n`,
    );
    return;
  }
  const lines = [
    `${report.seeds} seeds, ${failed.length} with differences, in ${report.seconds.toFixed(1)} s (${(report.seeds / report.seconds).toFixed(1)} seeds/s, ${((report.cpuSeconds * 1_000) / report.seeds).toFixed(0)} ms of CPU each, ${(report.virtualMs / report.seeds / 1_000).toFixed(1)} s of virtual time each)`,
    `${report.transfers} transfers admitted, ${report.decisions} decided; ${report.legsEntries} entries of legs, ${report.repeats} repeats dropped; ${report.deadLetters} dead letters`,
    'faults:',
    ...FAULT_KINDS.map((kind) => `  ${String(report.faults[kind]).padStart(8)}  ${kind}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

void program.parseAsync();
