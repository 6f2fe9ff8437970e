import type { Spread } from '../measuring/statistics';
import type { BenchResults } from '../results';
import { CPU_TITLES, METHOD } from './method';
import { table } from './table';
import { targetsOf, thousands } from './targets';

/** docs/benchmarks.md: everything in it is from one run of the command. */
export function benchmarksPage(results: BenchResults): string {
  const sections = [
    head(results),
    targets(results),
    latency(results),
    budget(results),
    engine(results),
    others(results),
    failures(results),
    METHOD,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function head({ machine, quick, seconds }: BenchResults): string {
  return `# Benchmarks

Written by \`npm run bench${quick ? ' -- --quick --write' : ''}\`, which anyone can run again; do not edit. Each figure is a median of rounds, with the lowest and the highest behind it.

${table(
  ['machine', ''],
  [
    ['when', machine.at.replace(/\.\d+Z$/, ' UTC').replace('T', ' ')],
    ['processor', `${machine.cores} cores, ${machine.processor}`],
    ['memory', `${machine.memoryGiB} GiB`],
    ['system', machine.system],
    ['Node, Kafka', `${machine.node}, ${machine.kafka}`],
    ['commit', machine.commit],
    ['load average before the run', machine.loadAverage],
    [
      'took',
      `${seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`}${quick ? ', quick: fewer rounds and smaller backlogs' : ''}`,
    ],
  ],
)}

Broker, registry, database, all services and the load itself share these cores.`;
}

function targets(results: BenchResults): string {
  const rows = targetsOf(results).map(({ what, target, seen, met }) => [
    what,
    target,
    seen ?? 'not measured',
    met === null ? '' : met ? 'yes' : 'no',
  ]);
  return `## Targets\n\n${table(['what', 'target', 'seen', 'met'], rows)}`;
}

function latency({ parts }: BenchResults): string {
  const stop = parts['stop-payment'];
  if (parts.latency === undefined && stop === undefined) return '';
  const loads = (parts.latency ?? []).map((load) => [
    load.name,
    spread(load.p50),
    spread(load.p99),
    spread(load.p999),
    spread(load.max),
    spreadOfRounds(load.rounds.map(({ appended }) => appended.p99)),
    spreadOfRounds(load.rounds.map(({ published }) => published.p99)),
    spreadOfRounds(load.rounds.map(({ pausesMs }) => pausesMs.detector ?? 0)),
    load.rounds.map(({ checkpoints }) => checkpoints).join(', '),
  ]);
  const stops =
    stop === undefined
      ? ''
      : `\n\nPublish → first stop-payment command under read_committed at ${thousands(stop.ratePerSecond)}/s, ${stop.heldShare * 100}% of the transfers held: p50 ${spread(stop.p50)}, p99 ${spread(stop.p99)}, longest ${spread(stop.max)} ms.`;
  return `## Latency, publish → decision

Open loop, in ms from the time at which the schedule wanted the transfer published to the decision in a reader's hands.

${table(
  [
    'load',
    'p50',
    'p99',
    'p99.9',
    'longest',
    'p99 to the decision’s append',
    'p99 of the publish itself',
    'longest pause of the detector',
    'checkpoints completed',
  ],
  loads,
)}${stops}`;
}

function budget({ parts }: BenchResults): string {
  const { backlog } = parts;
  if (backlog === undefined) return '';
  const rows = Object.entries(backlog.cpuMicroseconds).map(([owner, microseconds]) => [
    CPU_TITLES[owner] ?? owner,
    microseconds,
  ]);
  const total = Object.values(backlog.cpuMicroseconds).reduce((sum, one) => sum + one, 0);
  const { recorder } = backlog;
  return `## Backlog and CPU budget

${thousands(backlog.transfers)} transfers wait in Kafka, then intake is started: ${spread(backlog.transfersPerSecond, 0)} transfers/s from the first debit to the last decision, ${spread(backlog.transfersPerSecondFromLaunch, 0)} from the launch of intake's process. Every transfer has exactly one decision; outcomes ${outcomes(backlog.outcomes)}.

CPU per transfer in that time, by process:

${table(['process', 'µs a transfer'], [...rows, ['together', Math.round(total * 100) / 100]])}

The case-recorder may lag: it was ${spread(recorder.lag, 0)} records behind at the last decision and had everything in Postgres at ${spread(recorder.transfersPerSecond, 0)} transfers/s.`;
}

function engine({ parts }: BenchResults): string {
  const found = parts.engine;
  if (found === undefined) return '';
  return `## Engine alone

${spread(found.transfersPerSecond, 0)} transfers/s on one thread, ${spread(found.transfersPerCpuSecond, 0)} per second of CPU time of the whole process; ${thousands(found.accounts)} accounts with windows warmed by ${thousands(found.warmUpTransfers)} transfers; ${found.bytesOutPerTransfer} bytes put out a transfer; outcomes ${outcomes(found.outcomes)}.

${table(
  ['module (self time, the dearest)', 'µs a transfer'],
  found.modules.map(({ module, microsecondsPerTransfer }) => [module, microsecondsPerTransfer.toFixed(2)]),
)}`;
}

function others({ parts }: BenchResults): string {
  const { raw, recorder, memory, restore } = parts;
  const rows: (readonly [string, string])[] = [];
  if (raw !== undefined) {
    rows.push([
      `bare Kafka client, produce (${raw.valueBytes} B records)`,
      `${spread(raw.producePerSecond, 0)} records/s`,
    ]);
    rows.push(['bare Kafka client, consume', `${spread(raw.consumePerSecond, 0)} records/s`]);
  }
  if (recorder !== undefined)
    rows.push([
      'case-recorder alone, into the ledger',
      `${spread(recorder.transfersPerSecond, 0)} transfers/s`,
    ]);
  for (const { accounts, days, bytesPerAccount, rssMiB } of memory ?? [])
    rows.push([
      `memory at ${thousands(accounts)} accounts after ${days} days of traffic`,
      `${bytesPerAccount} bytes an account, ${thousands(rssMiB)} MiB resident`,
    ]);
  if (restore !== undefined) rows.push(...restoreRows(restore));
  return rows.length === 0 ? '' : `## Client, recorder, memory, restore\n\n${table(['what', 'seen'], rows)}`;
}

function restoreRows(restore: NonNullable<BenchResults['parts']['restore']>): (readonly [string, string])[] {
  const away = ({ first, everyPartition }: { readonly first: number; readonly everyPartition: number }) =>
    `first decision after ${first.toFixed(1)} s, every partition after ${everyPartition.toFixed(1)} s`;
  return [
    [
      `restore of ${thousands(restore.accounts)} accounts from a checkpoint, nothing on disk`,
      `${spread(restore.restoreSeconds)} s, of which ${restore.emptySeconds.toFixed(1)} s without any account; ${restore.secondsPerMillionAccounts.toFixed(1)} s for a million`,
    ],
    [
      `kill -9 of the only detector, ${thousands(restore.killedAccounts)} accounts`,
      away(restore.onlyDetectorKilled),
    ],
    ['kill -9 of one of two', away(restore.oneOfTwoKilled)],
  ];
}

function failures({ failures: failed }: BenchResults): string {
  if (failed.length === 0) return '';
  return `## Not measured\n\n${failed.map(({ part, sentence }) => `- ${part}: ${sentence}`).join('\n')}`;
}

function outcomes(counts: Readonly<Record<string, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.entries(counts)
    .map(([outcome, count]) => `${outcome} ${((count * 100) / Math.max(1, total)).toFixed(3)}%`)
    .join(', ');
}

/** `12.3 (11.9–13.0)`; of one round the figure alone. */
function spread({ median, min, max, rounds }: Spread, digits = 1): string {
  const text = (value: number): string => (digits === 0 ? thousands(value) : value.toFixed(digits));
  return rounds === 1 ? text(median) : `${text(median)} (${text(min)}–${text(max)})`;
}

function spreadOfRounds(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ');
}
