import { type DeadLetterCode, TOPICS } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { toDeadLetterRecord } from '@sluice/event-codec';
import type { MemoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { CommanderError } from 'commander';
import type { Intake } from '..';
import { codec, debitsOf, intakeOn, memoryCluster, publish, until } from '../testing/memoryIntake';
import { deadLettersProgram } from './deadLettersProgram';

const NOON = Date.parse('2026-03-02T12:00:00Z');
let kafka: MemoryKafka;
let now: number;
let printed: string[];
let answer: boolean | null;

beforeEach(() => {
  now = NOON;
  answer = true;
  printed = [];
  kafka = memoryCluster(() => now);
});

/** Runs the command line; returns its exit code, what it printed is in `printed`. */
async function run(...argv: string[]): Promise<number> {
  printed = [];
  const program = deadLettersProgram({
    connect: async () => kafka.connect(),
    print: (line) => printed.push(line),
    confirm: async () => answer,
  });
  for (const command of [program, ...program.commands])
    command.exitOverride().configureOutput({ writeErr: (text) => printed.push(text) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

function refuse(
  topic: string,
  key: string,
  value: Buffer,
  code: DeadLetterCode = 'UNDECODABLE',
  offset = 7n,
): void {
  const letter = toDeadLetterRecord({
    code,
    sentence: 'it was refused',
    sourceTopic: topic,
    sourcePartition: 0,
    sourceOffset: offset,
    sourceTimestamp: now,
    key: Buffer.from(key),
    value,
  });
  kafka.publish([{ topic: TOPICS.deadLetters, records: [letter] }]);
}

const letters = () => kafka.records(TOPICS.deadLetters).length;

describe('npm run dead-letters -- replay, with intake running', () => {
  let intake: Intake;
  beforeEach(async () => {
    intake = await intakeOn(kafka);
    await until('intake is ready', () => intake.health().ready);
  });
  afterEach(async () => intake.stop());

  it('lets a transfer that was refused for its time enter once its time has come', async () => {
    publish(kafka, { transferId: 'T1', occurredAt: NOON + 600_000, statusAt: NOON + 600_000 });
    await until('the refusal', () => letters() === 1);
    expect(debitsOf(kafka)).toEqual([]);
    now = NOON + 600_000;
    expect(await run('replay', '--code', 'EVENT_TIME_IN_FUTURE')).toBe(0);
    await until('the debit leg', () => debitsOf(kafka).length === 1);
    expect(printed.at(-1)).toContain('1 records sent');
    const replayed = kafka.records(TOPICS.transfers)[1];
    expect(replayed?.value).toEqual(kafka.records(TOPICS.transfers)[0]?.value);
    expect(replayed?.headers['sluice-replayed-source']?.toString()).toMatch(/^transfers\/\d@0$/);
  });

  it('drops a second replay as a duplicate', async () => {
    publish(kafka, { transferId: 'T1', occurredAt: NOON + 600_000, statusAt: NOON + 600_000 });
    await until('the refusal', () => letters() === 1);
    now = NOON + 600_000;
    await run('replay', '--yes');
    await run('replay', '--yes');
    await until('both were read', () => intake.counts.duplicates === 1 && debitsOf(kafka).length > 0);
    expect(debitsOf(kafka)).toEqual(['T1']);
    expect(letters()).toBe(1);
  });

  it('leaves what is still wrong refused, and sends a record once however often it was refused', async () => {
    publish(kafka, { transferId: 'T1', amountMinor: 0 });
    await until('the refusal', () => letters() === 1);
    await run('replay', '--yes');
    await until('the second refusal', () => letters() === 2);
    await run('replay', '--yes');
    await until('the third refusal', () => letters() === 3);
    expect(printed.join('\n')).toContain('1 letters more are of the same records');
    expect(debitsOf(kafka)).toEqual([]);
  });
});

describe('npm run dead-letters -- replay', () => {
  const bytes = codec.transfers.encode(transferOf());

  it('shows what it would send and sends nothing on a dry run', async () => {
    refuse(TOPICS.transfers, 'T1', bytes);
    expect(await run('replay', '--dry-run')).toBe(0);
    expect(printed[0]).toContain('transfers/0@7');
    expect(kafka.records(TOPICS.transfers)).toHaveLength(0);
  });

  it.each([
    [false, 'nothing was sent'],
    [null, 'give --yes'],
  ])('sends nothing where the answer to its question is %s', async (given, sentence) => {
    answer = given;
    refuse(TOPICS.transfers, 'T1', bytes);
    expect(await run('replay')).toBe(1);
    expect(printed.at(-1)).toContain(sentence);
    expect(kafka.records(TOPICS.transfers)).toHaveLength(0);
  });

  it('chooses by code, topic, coordinates and time', async () => {
    refuse(TOPICS.transfers, 'T1', bytes, 'STATUS_UNKNOWN', 1n);
    refuse(TOPICS.transferHistory, 'T2', bytes, 'STATUS_UNKNOWN', 2n);
    now += 60_000;
    refuse(TOPICS.transfers, 'T3', bytes, 'UNKNOWN_SCHEMA', 3n);
    const keys = (topic: string) => kafka.records(topic).map(({ key }) => key?.toString());
    await run('replay', '--yes', '--since', '2026-03-02T12:00:30Z');
    expect(keys(TOPICS.transfers)).toEqual(['T3']);
    await run('replay', '--yes', '--code', 'STATUS_UNKNOWN', '--topic', 'transfer-history');
    expect([keys(TOPICS.transfers), keys(TOPICS.transferHistory)]).toEqual([['T3'], ['T2']]);
    await run('replay', '--yes', '--coordinates', 'transfers/0@1');
    expect(keys(TOPICS.transfers)).toEqual(['T3', 'T1']);
  });

  it('leaves records of tables, rules and orders where they are and says why', async () => {
    refuse(TOPICS.accounts, 'BANK:A', bytes);
    refuse(TOPICS.orders, 'BANK:A', bytes, 'ORDER_INVALID');
    expect(await run('replay', '--yes')).toBe(1);
    expect(printed.join('\n')).toMatch(/1 of accounts stay: .*publish the account/);
    expect(printed.join('\n')).toMatch(/1 of orders stay: .*npm run order/);
    expect(kafka.records(TOPICS.accounts)).toHaveLength(0);
  });

  it('lets a fraud report enter its own topic again', async () => {
    refuse(TOPICS.fraudReports, 'R1', Buffer.from('report'), 'REPORT_INVALID');
    expect(await run('replay', '--yes')).toBe(0);
    expect(kafka.records(TOPICS.fraudReports).map(({ value }) => value?.toString())).toEqual(['report']);
  });

  it.each([
    [['--coordinates', 'transfers'], 'topic/partition@offset'],
    [['--since', 'yesterday'], 'with its zone'],
    [['--coordinates', 'transfers/0@99'], 'NOTHING_TO_REPLAY'],
  ])('with %s exits with 1 and one sentence', async (argv, sentence) => {
    refuse(TOPICS.transfers, 'T1', bytes);
    expect(await run('replay', '--yes', ...argv)).toBe(1);
    expect(printed.join('\n')).toContain(sentence);
    expect(kafka.records(TOPICS.transfers)).toHaveLength(0);
  });

  it('goes on past a record that is no dead letter, and says where it stands', async () => {
    kafka.publish([{ topic: TOPICS.deadLetters, records: [{ key: 'x', value: 'y', partition: 1 }] }]);
    refuse(TOPICS.transfers, 'T1', bytes);
    expect(await run('replay', '--yes')).toBe(0);
    expect(printed[0]).toContain('dead-letters/1@0');
    expect(kafka.records(TOPICS.transfers)).toHaveLength(1);
  });
});
