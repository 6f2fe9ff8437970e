import { maskAccount, TOPICS } from '@sluice/domain';
import { formatCoordinates, type LogEntry, readFrame } from '@sluice/log-format';
import { type KafkaConnection, whileConnected } from '@sluice/stream-runtime';
import { Command, InvalidArgumentError } from 'commander';
import { accountsOf, describeEntry } from './describeEntry';
import { findPoison, poisonLines } from './park/findPoison';
import { parkRecord } from './park/parkRecord';

export interface LegsParts {
  readonly connect: () => Promise<KafkaConnection>;
  readonly print: (line: string) => void;
  /** Asks the person at the terminal; null where nobody is there. */
  readonly confirm: (question: string) => Promise<boolean | null>;
  readonly now: () => number;
}

interface DumpOptions {
  readonly account?: string;
  readonly transfer?: string;
  readonly partition?: number;
  readonly json?: true;
  readonly unmasked?: true;
}

interface ParkOptions {
  readonly partition: number;
  readonly offset: number;
  readonly index?: number;
  readonly reason: string;
  readonly by: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** The command line of the log `legs`. Whatever is wrong ends it with one sentence and exit code 1. */
export function legsProgram(parts: LegsParts): Command {
  const program = new Command('legs').description('The log legs, the only input of the detector');
  program
    .command('dump')
    .description('prints its entries: where each stands, where it came from, what it says')
    .option('--account <A>', 'only entries that speak of this account')
    .option('--transfer <T>', 'only entries of this transfer')
    .option('--partition <N>', 'only this partition', wholeNumber)
    .option('--json', 'one JSON object a line, with every field')
    .option('--unmasked', 'whole account numbers')
    .action((options: DumpOptions) =>
      connected(program, parts, (connection) => dump(connection, parts, options)),
    );
  program
    .command('park')
    .description(
      'orders the detector to step over a record that it cannot apply, and that stopped its partition. What is stepped over counts in no window and is never decided: look at it with dump first.',
    )
    .requiredOption('--partition <P>', 'the partition of legs', wholeNumber)
    .requiredOption('--offset <O>', 'the offset of the record in it', wholeNumber)
    .option('--index <I>', 'only this entry of the record, from 0; without it all of them', wholeNumber)
    .requiredOption('--reason <WHY>', 'why, in one sentence')
    .requiredOption('--by <WHO>', 'who orders it')
    .option('--dry-run', 'says what would be stepped over and orders nothing')
    .option('--yes', 'orders it without asking')
    .action((options: ParkOptions) =>
      connected(program, parts, (connection) => park(connection, parts, options)),
    );
  return program;
}

function wholeNumber(text: string): number {
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('a whole number is wanted.');
  return value;
}

/** What `run` returns is what went wrong: one sentence, exit code 1. */
async function connected(
  program: Command,
  { connect }: Pick<LegsParts, 'connect'>,
  run: (connection: KafkaConnection) => Promise<string | null>,
): Promise<void> {
  const failure = await whileConnected(connect, run);
  if (failure !== null) program.error(failure);
}

async function dump(
  connection: KafkaConnection,
  { print }: LegsParts,
  options: DumpOptions,
): Promise<string | null> {
  const missing = await missingPartition(connection, options.partition);
  if (missing !== null) return missing;
  const mask = options.unmasked ? (account: string) => account : maskAccount;
  const unreadable: string[] = [];
  let shown = 0;
  await connection.readToEnd(TOPICS.legs, {
    isolation: 'read_uncommitted',
    ...(options.partition === undefined ? {} : { partitions: [options.partition] }),
    onRecord: (record) => {
      if (record.value === null) return;
      const place = `${record.partition}@${record.offset}`;
      const entries = entriesOf(record.value);
      if (typeof entries === 'string') {
        unreadable.push(`FRAME_UNREADABLE: legs/${place}: ${entries}`);
        return;
      }
      for (const entry of entries) {
        if (!isWanted(entry, options)) continue;
        shown += 1;
        print(
          options.json
            ? JSON.stringify({ legs: place, appendedAt: record.timestamp, ...entry })
            : `${place.padEnd(9)} ${entry.type.padEnd(14)} ${formatCoordinates(entry.at).padEnd(28)} ${describeEntry(entry, mask)}`,
        );
      }
    },
  });
  if (!options.json) print(`${shown} entries`);
  return unreadable.length > 0 ? unreadable.join('\n') : null;
}

/** The entries of a frame, or why it cannot be read. */
function entriesOf(frame: Buffer): readonly LogEntry[] | string {
  try {
    return [...readFrame(frame)];
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isWanted(entry: LogEntry, options: DumpOptions): boolean {
  if (options.account !== undefined && !accountsOf(entry).includes(options.account)) return false;
  return (
    options.transfer === undefined || ('transfer' in entry && entry.transfer.transferId === options.transfer)
  );
}

async function park(
  connection: KafkaConnection,
  { print, confirm, now }: LegsParts,
  options: ParkOptions,
): Promise<string | null> {
  const by = options.by.trim();
  const reason = options.reason.trim();
  if (by === '' || reason === '') return 'PARK_UNEXPLAINED: --by and --reason may not be blank.';
  const missing = await missingPartition(connection, options.partition);
  if (missing !== null) return missing;
  const ordinal = options.index ?? null;
  const found = await findPoison(connection, {
    partition: options.partition,
    offset: options.offset,
    ordinal,
  });
  if (!found.ok) return `${found.problem.code}: ${found.problem.sentence}`;
  for (const line of poisonLines(found.value)) print(line);
  if (options.dryRun) return null;
  if (options.yes !== true) {
    const agreed = await confirm(
      `Step over ${found.value.skipped.length || 'all'} entries of legs/${options.partition}@${options.offset}?`,
    );
    if (agreed === null)
      return 'NOT_CONFIRMED: nobody is at the terminal to ask; give --yes. Nothing was ordered.';
    if (!agreed) return 'NOT_CONFIRMED: nothing was ordered.';
  }
  const body = { offset: options.offset, ordinal, by, reason };
  if (!(await parkRecord(connection, options.partition, body, now())))
    return 'KAFKA_AWAY: the cluster stopped answering; look with npm run legs -- dump whether the order stands, and give it again if not.';
  print(
    `ordered by ${by}: the detector steps over it when it takes legs/${options.partition} up again; restart it where the partition stands still`,
  );
  return null;
}

async function missingPartition(
  connection: KafkaConnection,
  partition: number | undefined,
): Promise<string | null> {
  const count = await connection.partitionCount(TOPICS.legs);
  return partition === undefined || partition < count
    ? null
    : `PARTITION_UNKNOWN: legs has partitions 0 to ${count - 1}, not ${partition}.`;
}
