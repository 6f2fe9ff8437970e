import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Detector, startDetector } from '@sluice/detector';
import type { EventCodec } from '@sluice/event-codec';
import { type Intake, startIntake } from '@sluice/intake';
import { type ClusterConnection, connectKafka, silentLogger } from '@sluice/stream-runtime';
import { prepareCluster } from '../src/pipeline/prepareCluster';
import { CSV_COLUMNS } from '../src/replay/csvRow';
import { CsvFileError } from '../src/replay/readCsv';
import { replay } from '../src/replay/replay';
import { type Stack, startStack } from '../src/stack';

const NOON = Date.now() - 3_600_000;
const row = (id: string, changed: Partial<Record<(typeof CSV_COLUMNS)[number], string>> = {}): string =>
  CSV_COLUMNS.map(
    (column) =>
      ({
        transferId: `mini-${id}`,
        occurredAt: String(NOON + Number(id.replace(/\D/g, '')) * 1_000),
        debtorAccount: 'A1',
        creditorAccount: 'A2',
        amountMinor: '1250',
        currency: 'EUR',
        channel: 'MOBILE',
        debtorBalanceMinor: '',
        creditorBalanceMinor: '',
        label: '0',
        pattern: '',
        ...changed,
      })[column],
  ).join(',');

describe('replaying a labelled file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-replay-'));
  let stack: Stack;
  let connection: ClusterConnection;
  let codec: EventCodec;
  let intake: Intake;
  let detector: Detector;

  afterAll(async () => {
    await Promise.all([intake?.stop(), detector?.stop()]);
    await connection?.close();
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  beforeAll(async () => {
    stack = await startStack({ services: ['kafka', 'registry'] });
    connection = await connectKafka({ brokers: stack.brokers, clientId: 'test' });
    codec = await prepareCluster(connection, {
      registry: { url: stack.registryUrl, auth: null },
      profile: 'embedded',
      partitions: 4,
    });
    intake = await startIntake({ connection, codec, log: silentLogger, partitionCount: 4 });
    detector = await startDetector({ connection, codec, log: silentLogger });
  }, 120_000);

  const file = (name: string, lines: readonly string[]): string => {
    const path = join(folder, name);
    const text = `${lines.join('\n')}\n`;
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
    return path;
  };

  it('decides every good row, settles what is not held, and lists the bad ones by line', async () => {
    const path = file('mixed.csv.gz', [
      CSV_COLUMNS.join(','),
      row('1'),
      row('2', { label: '1', pattern: 'scam', creditorAccount: 'A3' }),
      row('3', { amountMinor: 'many' }),
      row('4', { currency: 'QQQ' }),
      row('5', { amountMinor: '0' }),
      row('1', { amountMinor: '99' }),
      row('6', { creditorAccount: 'A1' }),
      row('7', { occurredAt: 'noon' }),
      row('8'),
    ]);
    const result = await replay({ connection, codec, file: path, rate: null });
    expect(result.set).toBe('mini');
    expect(result.rows).toBe(5);
    expect(result.decided).toBe(3);
    expect(result.settled).toBe(3);
    expect(result.problems.map(({ line }) => line)).toEqual([4, 5, 7, 9]);
    expect(result.problems[2]?.sentence).toMatch(/mini-1 stands in line 2 already/);
    expect(result.deadLetters.map(({ line }) => line).sort()).toEqual([6, 8]);
    expect(result.unanswered).toEqual([]);
    expect(result.perPattern).toMatchObject([{ pattern: 'scam', transfers: 1 }]);
  }, 90_000);

  it('ends when nothing more comes, and names the rows that intake has known from before', async () => {
    const path = file('again.csv', [CSV_COLUMNS.join(','), row('1'), row('21')]);
    const result = await replay({ connection, codec, file: path, rate: null, quietMsMax: 3_000 });
    expect(result.decided).toBe(1);
    expect(result.unanswered.map(({ line }) => line)).toEqual([2]);
  }, 60_000);

  it.each([
    ['an empty file', []],
    ['a header alone', [CSV_COLUMNS.join(',')]],
    ['a header without a column', ['transferId,label', 'a,0']],
  ])('refuses %s', async (name, lines) => {
    const path = file(`${name.replaceAll(' ', '-')}.csv`, lines);
    await expect(replay({ connection, codec, file: path, rate: null })).rejects.toThrow(CsvFileError);
  });

  it('refuses a file that is not there', async () => {
    await expect(replay({ connection, codec, file: join(folder, 'none.csv'), rate: null })).rejects.toThrow(
      /none\.csv cannot be read/,
    );
  });
});
