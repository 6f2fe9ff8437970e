import { type FraudReport, TOPICS } from '@sluice/domain';
import { offlineEventCodec, RegistryRefused, RegistryUnavailable } from '@sluice/event-codec';
import { memoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { CommanderError } from 'commander';
import { type FraudReportProgramParts, fraudReportProgram } from './fraudReportProgram';

const codec = offlineEventCodec();
const NOW = Date.UTC(2026, 2, 2, 10, 51, 30);
const THEFT = ['--item', 'BANKA:ann-1,BANKA:mule-1,48000.00,EUR,2026-03-02T09:58:00Z'];
let kafka: ReturnType<typeof memoryKafka>;
let printed: string[];
let now: number;

beforeEach(() => {
  kafka = memoryKafka({ [TOPICS.fraudReports]: 4 });
  printed = [];
  now = NOW;
});

/** Runs the command line; returns its exit code, what it printed is in `printed`. */
async function run(argv: readonly string[], more: Partial<FraudReportProgramParts> = {}): Promise<number> {
  const program = fraudReportProgram({
    connect: async () => kafka.connect(),
    codec: async () => codec,
    lookUp: async () => ({ ok: true, value: [] }),
    print: (line) => printed.push(line),
    now: () => now,
    ...more,
  })
    .exitOverride()
    .configureOutput({ writeErr: (text) => printed.push(text) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

const published = (): readonly FraudReport[] =>
  kafka.records(TOPICS.fraudReports).map(({ value }) => {
    const decoded = codec.fraudReports.decodeSync(value!);
    if (decoded.ok !== true) throw new Error('a report that cannot be read');
    return decoded.value;
  });

describe('npm run fraud-report', () => {
  it('publishes the report and says where its case is', async () => {
    expect(await run(THEFT)).toBe(0);
    const [report] = published();
    expect(report).toMatchObject({ state: 'OPENED', source: 'VICTIM', reportedAt: NOW });
    expect(printed.join('')).toContain(`Report ${report?.reportId} OPENED: 1 payment(s), 48,000.00 EUR.`);
  });

  it('sent again later without a time of its own is the same report', async () => {
    await run(THEFT);
    now += 60_000;
    await run(THEFT);
    const [first, again] = published();
    expect(again?.reportId).toBe(first?.reportId);
  });

  it.each([
    ['amends', ['--amend', ...THEFT], 'AMENDED'],
    ['withdraws', ['--withdraw'], 'WITHDRAWN'],
  ])('%s a report that was opened', async (_, argv, state) => {
    await run(['--report', 'R-17', ...THEFT]);
    expect(await run(['--report', 'R-17', ...argv])).toBe(0);
    expect(published().map((report) => report.state)).toEqual(['OPENED', state]);
  });

  it.each([
    ['amended', ['--amend', ...THEFT]],
    ['withdrawn', ['--withdraw']],
  ])('a report that was never opened is not %s, and nothing is written', async (what, argv) => {
    await run(['--report', 'R-17', ...THEFT]);
    expect(await run(['--report', 'NEVER-1', ...argv])).toBe(1);
    expect(printed.at(-1)?.trim()).toBe(
      `REPORT_UNKNOWN: Report NEVER-1 was never opened, nothing was ${what}; check --report.`,
    );
    expect(published()).toHaveLength(1);
  });

  it('a withdrawal alone, or bytes that nobody can read, opened nothing', async () => {
    await run(['--report', 'R-17', ...THEFT]);
    const withdrawn: FraudReport = { ...published()[0]!, reportId: 'R-18', state: 'WITHDRAWN' };
    const producer = await kafka.connect().producer('test');
    const records = [Buffer.from('no Avro'), codec.fraudReports.encode(withdrawn)];
    await producer.send([
      { topic: TOPICS.fraudReports, records: records.map((value) => ({ key: 'R-18', value })) },
    ]);
    expect(await run(['--report', 'R-18', '--withdraw'])).toBe(1);
    expect(printed.at(-1)).toContain('R-18 was never opened');
  });

  it('cannot amend and withdraw at once', async () => {
    await run(['--report', 'R-17', ...THEFT]);
    expect(await run(['--report', 'R-17', '--amend', '--withdraw', ...THEFT])).toBe(1);
    expect(printed.at(-1)).toContain("'--amend' cannot be used with option '--withdraw'");
    expect(published()).toHaveLength(1);
  });

  it.each([
    [new RegistryUnavailable('the schema registry does not answer (GET x): refused'), 'REGISTRY_AWAY: '],
    [new RegistryRefused('the schema registry answers 401 (GET x)', 401), 'REGISTRY_REFUSED: '],
  ])('says in one sentence when the registry does not serve: %s', async (error, code) => {
    expect(await run(THEFT, { codec: () => Promise.reject(error) })).toBe(1);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatch(new RegExp(`^${code}.*\\.\\n$`));
    expect(published()).toHaveLength(0);
  });

  it('a fault that nobody foresaw is not dressed up as one', async () => {
    const bug = new TypeError('undefined is not a function');
    await expect(run(THEFT, { codec: () => Promise.reject(bug) })).rejects.toBe(bug);
  });
});
