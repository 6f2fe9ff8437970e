import { join } from 'node:path';
import { formatMajor } from '@sluice/domain';
import { createEventCodec } from '@sluice/event-codec';
import { createLogger, settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { Presets, SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { rowCounts } from '../demo/totals';
import { catchUp } from '../pipeline/catchUp';
import { BuildError, type PipelineProcesses, startPipelineProcesses } from '../pipeline/processes';
import { onStopRequest, type Stack, StackError, startStack } from '../stack';
import { CsvFileError, readCsv } from './readCsv';
import { type ReplayResult, replay } from './replay';

const RECORDER_CATCH_UP_MS_MAX = 600_000;
const SHOWN_PROBLEMS_MAX = 20;

interface Options {
  readonly csv: string;
  readonly rate?: number;
  readonly max?: true;
  readonly json?: true;
}

const rate = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('rows a second, above 0');
  return value;
};

const program = new Command('replay')
  .description(
    'Publishes a labelled transfers file to the pipeline as a bank core would. Where KAFKA_BROKERS is set it goes to that cluster and whatever services run there; else to an embedded stack with all services, thrown away afterwards.',
  )
  .requiredOption('--csv <FILE>', 'transfers in the form of the README, .csv or .csv.gz')
  .option('--rate <N>', 'rows a second', rate)
  .option('--max', 'as fast as decisions come back (the default)')
  .option('--json', 'the last line is one JSON object')
  .action((options: Options) => run(options));

async function run(options: Options): Promise<void> {
  const total = await countRows(options.csv);
  const progress = new SingleBar(
    {
      format: '{bar} {percentage}% | {value}/{total} rows | {decided} decided | {eta_formatted} left',
      hideCursor: true,
      noTTYOutput: true,
      notTTYSchedule: 10_000,
    },
    Presets.shades_classic,
  );
  const parts = await open();
  try {
    progress.start(total, 0, { decided: 0 });
    const result = await replay({
      connection: parts.connection,
      codec: parts.codec,
      file: options.csv,
      rate: options.max === true ? null : (options.rate ?? null),
      onProgress: ({ published, decided }) => progress.update(published, { decided }),
    });
    progress.stop();
    if (parts.pipeline !== null) await catchUp(parts.pipeline, RECORDER_CATCH_UP_MS_MAX);
    print(result);
    const rows = parts.pipeline === null ? null : await rowCounts(parts.pipeline.store);
    if (options.json) process.stdout.write(`${JSON.stringify({ ...result, caseStoreRows: rows })}\n`);
    if (result.unanswered.length > 0 || result.rows !== result.decided + result.refused) process.exitCode = 1;
  } finally {
    progress.stop();
    await parts.close();
  }
}

/** The cluster of the environment, or an embedded stack with every service. */
async function open() {
  if (process.env.KAFKA_BROKERS !== undefined) {
    const settings = settingsOrExit(['kafka', 'registry'], 'replay');
    const connection = await connectKafkaOrExit(settings.kafka);
    const codec = await createEventCodec({ registry: settings.registry });
    return { connection, codec, pipeline: null, close: () => connection.close() };
  }
  process.stdout.write('Starting an embedded stack and all services …\n');
  const stack: Stack = await startStack({ onProgress: (sentence) => process.stdout.write(`${sentence}\n`) });
  onStopRequest(() => void stack.stop().then(() => process.exit(1)));
  let pipeline: PipelineProcesses;
  try {
    pipeline = await startPipelineProcesses({
      addresses: stack,
      log: createLogger('replay', 'error'),
      folder: join(stack.dataDir, 'logs'),
      onProgress: (sentence) => process.stdout.write(`${sentence}\n`),
    });
  } catch (error) {
    await stack.stop();
    throw error;
  }
  const close = async (): Promise<void> => {
    await pipeline.stop();
    await stack.stop();
  };
  return { connection: pipeline.connection, codec: pipeline.codec, pipeline, close };
}

async function countRows(file: string): Promise<number> {
  let rows = 0;
  for await (const line of readCsv(file)) if ('row' in line) rows += 1;
  return rows;
}

function print(result: ReplayResult): void {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(
    `\n${result.set}: ${result.rows} rows, ${result.decided} decided, ${result.refused} refused, ${result.settled} settled, ${result.seconds} s, ${result.transfersPerSecond} transfers/s`,
  );
  say('             ALLOW   REVIEW     WARN     HOLD');
  for (const [name, outcomes] of [
    ['labelled', result.labelled],
    ['honest', result.honest],
  ] as const) {
    say(
      `${name.padEnd(9)} ${(['ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const).map((outcome) => String(outcomes[outcome]).padStart(8)).join(' ')}`,
    );
  }
  say(
    `labelled amount held: ${formatMajor(result.labelledHeldMinor, 'USD')} of ${formatMajor(result.labelledMinor, 'USD')} (major units of the set's currency); honest held per 10,000: ${result.honestHeldPer10k}`,
  );
  for (const { pattern, transfers, byOutcome } of result.perPattern) {
    say(`  ${pattern.padEnd(20)} ${String(transfers).padStart(6)}: ${JSON.stringify(byOutcome)}`);
  }
  for (const [title, problems] of [
    ['not published', result.problems],
    ['refused by intake', result.deadLetters],
    ['without an answer', result.unanswered],
  ] as const) {
    if (problems.length > 0) say(`${problems.length} rows ${title}:`);
    for (const { line, sentence } of problems.slice(0, SHOWN_PROBLEMS_MAX))
      say(`  line ${line}: ${sentence}`);
    if (problems.length > SHOWN_PROBLEMS_MAX)
      say(`  … and ${problems.length - SHOWN_PROBLEMS_MAX} more (all with --json)`);
  }
}

program.parseAsync().then(
  () => process.exit(),
  (error: unknown) => {
    const known = error instanceof CsvFileError || error instanceof StackError || error instanceof BuildError;
    process.stderr.write(
      `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
