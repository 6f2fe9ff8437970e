import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  advancePositions,
  type CaseStore,
  openCaseStore,
  recordDecisions,
  recordStopPaymentEvents,
  recordTransfers,
} from '@sluice/case-store';
import {
  aDecision,
  anEntry,
  aStopEvent,
  aTransfer,
  MINUTE_MS,
  MORNING,
} from '@sluice/case-store/src/testing/builders';
import { anOrder } from '@sluice/case-store/src/testing/stopEntries';
import { useCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import {
  pays,
  recoveryDesk,
  reportedAs,
  reportOf,
  toOtherBank,
} from '@sluice/fund-tracer/src/testing/recoveryDesk';
import { CommanderError } from 'commander';
import { casesProgram } from './casesProgram';
import { type CommandLine, runCommand } from './commandLine';
import { reportsProgram } from './reportsProgram';

const store = useCaseStore();

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, on the test's case store. */
async function run(command: 'case' | 'report', ...args: string[]): Promise<Said> {
  return runOn(store(), command, ...args);
}

async function runOn(on: CaseStore, command: 'case' | 'report', ...args: string[]): Promise<Said> {
  let out = '';
  let err = '';
  const line: CommandLine = {
    withStore: (work) => work(on),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    now: () => MORNING + 60 * MINUTE_MS,
  };
  const program = command === 'case' ? casesProgram(line) : reportsProgram(line);
  for (const each of [program, ...program.commands]) {
    each.exitOverride().configureOutput({ writeErr: line.err, writeOut: line.out });
  }
  const code = await runCommand(program, line, args).catch((error: unknown) => {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  });
  return { code, out, err };
}

/** Runs a command as a person does. */
function runProcess(
  env: Record<string, string>,
  command: 'case' | 'report' | 'migrate',
  ...args: string[]
): Said {
  const { DATABASE_URL: _, ...rest } = process.env;
  const program =
    command === 'migrate'
      ? require.resolve('@sluice/case-store/src/cli/migrate')
      : join(__dirname, `${command}.ts`);
  const ran = spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
    env: { ...rest, ...env },
    encoding: 'utf8',
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

beforeAll(async () => {
  const held = aTransfer({
    transferId: 'T-held',
    creditorAccount: 'BANKA:mule-7718',
    status: 'INITIATED',
    bookedAt: null,
  });
  await store().db.transaction(async (tx) => {
    await recordTransfers(tx, [anEntry(held)]);
    await recordDecisions(
      tx,
      [{ value: aDecision(held, { outcome: 'HOLD' }), appendTime: MORNING }],
      MORNING,
    );
    const facts = {
      stopPaymentId: 'S-1',
      transferId: 'T-held',
      reason: '=HYPERLINK("http://x")',
      orderedBy: '=cmd',
    };
    const events = [
      aStopEvent(facts),
      aStopEvent({ ...facts, sequence: 2, type: 'ISSUED', state: 'ISSUED', commandAction: 'HOLD_TRANSFER' }),
      aStopEvent({ ...facts, sequence: 3, type: 'EXECUTED', state: 'EXECUTED', stoppedMinor: 48_000 }),
    ];
    await recordStopPaymentEvents(
      tx,
      events.map((value) => ({ value, appendTime: MORNING })),
    );
    await advancePositions(tx, [
      { topic: 'legs', partition: 0, nextOffset: 1, appendTime: MORNING, completeTo: MORNING + 60_000 },
    ]);
  });
}, 60_000);

describe('npm run case', () => {
  it('lists cases, accounts masked unless they are asked for', async () => {
    const said = await run('case', 'list');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/^CASE +KIND +STATE/);
    expect(said.out).toMatch(
      /C-0QJ0P-8HCCY +ALERT +OPEN +2026-03-02 09:00:00 +••7718 +1 +HOLD +520 +480\.00 +480\.00/,
    );
    expect((await run('case', 'list', '--unmasked')).out).toContain('BANKA:mule-7718');
    expect((await run('case', 'list', '--state', 'CLOSED')).out).toBe('No case.\n');
    expect(JSON.parse((await run('case', 'list', '--json')).out)).toMatchObject([
      { case_id: 'C-0QJ0P-8HCCY', amount: '480.00', opened_at: '2026-03-02T09:00:00.040Z' },
    ]);
  });

  it('works on a case, and shows who did what', async () => {
    const assigned = await run('case', 'assign', 'T-held', '--to', 'bob', '--by', 'alice');
    expect(assigned).toEqual({ code: 0, out: 'C-0QJ0P-8HCCY assigned to bob\n', err: '' });
    await run('case', 'note', 'C-0QJ0P-8HCCY', 'Called the payer.', '--by', 'bob');
    await run('case', 'close', 'BANKA:mule-7718', '--reason', 'Mule confirmed.', '--by', 'bob');
    const shown = (await run('case', 'show', 'T-held')).out;
    expect(shown).toContain('assigned to bob, closed');
    expect(shown).toContain('EUR 480.00 concerned, 480.00 stopped now, 0.00 returned');
    for (const line of [/ASSIGNED.*alice/, /NOTE.*bob +Called the payer\./, /CLOSED.*bob +Mule confirmed\./])
      expect(shown).toMatch(line);
    const json = JSON.parse((await run('case', 'show', 'T-held', '--json')).out);
    expect(json.timeline.length).toBeGreaterThan(7);
  });

  it('shows where the money of a report went, by the id that the victim was given', async () => {
    const desk = recoveryDesk(store);
    const stolen = pays('T-stolen', 'BANKA:victim-4417', 'BANKA:mule-2210', 12_000_000, 1);
    const onward = pays('T-onward', 'BANKA:mule-2210', 'BANKB:away-1', 9_000_000, 5, toOtherBank);
    await desk.settle(stolen, onward);
    await desk.report(reportOf('R-17', [reportedAs(stolen)]));
    const shown = (await run('case', 'show', 'R-17')).out;
    expect(shown).toMatch(/^R-\S+ +RECOVERY +OPEN +report R-17 ••4417\n/);
    expect(shown).toContain(
      'EUR 120,000.00 reported = 0.00 never left + 0.00 returned + 0.00 frozen + 30,000.00 at rest + 90,000.00 left our sight + 0.00 untraced\n',
    );
    expect(shown).toMatch(/••4417 → ••2210 .* 120,000\.00 /);
    expect(shown).toMatch(/ {2}••2210 → ••ay-1 .* 90,000\.00 /);
    expect((await run('case', 'show', 'T-onward')).out).toContain('report R-17');
  });

  it('refuses with one sentence', async () => {
    expect(await run('case', 'close', 'T-held', '--reason', 'Again.', '--by', 'bob')).toEqual({
      code: 1,
      out: '',
      err: 'Case C-0QJ0P-8HCCY is closed; a note can be added, and a new alert opens a new case.\n',
    });
    expect((await run('case', 'show', 'T-nobody')).err).toMatch(
      /^No case has the id, report, account or transfer T-nobody/,
    );
    for (const blank of [
      ['assign', 'T-held', '--to', '', '--by', 'bob'],
      ['note', 'T-held', '', '--by', ''],
    ]) {
      expect(await run('case', ...blank)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/^`(to|by)` must name a person; it is blank\.\n$/),
      });
    }
    expect((await run('case', 'note', 'T-held', 'Whose?')).err).toContain("required option '--by <who>'");
    expect((await run('case', 'list', '--limit', '0')).err).toContain('a whole number from 1 to 10000');
  });

  it('says whose hand moved a stop-payment, and which way', async () => {
    const order = { action: 'RELEASE', orderedBy: 'bob', approvedBy: 'carol' } as const;
    const released = aStopEvent({
      stopPaymentId: 'S-1',
      transferId: 'T-held',
      sequence: 4,
      type: 'ISSUED',
      state: 'EXECUTED',
      stoppedMinor: 48_000,
      commandAction: 'RELEASE',
      at: MORNING + 2 * MINUTE_MS,
      entry: anOrder(order),
    });
    await store().db.transaction((tx) =>
      recordStopPaymentEvents(tx, [{ value: released, appendTime: MORNING + 2 * MINUTE_MS }]),
    );
    const shown = (await run('case', 'show', 'T-held')).out;
    expect(shown).toMatch(/STOP_PAYMENT +ISSUED HOLD_TRANSFER .* =cmd /);
    expect(shown).toMatch(/STOP_PAYMENT +ISSUED RELEASE .* bob, approved by carol /);
  });

  it('says where the database refuses whom or what DATABASE_URL names, and never the password', async () => {
    await store().pool.query('create role cli_nobody login password $$hush-4417$$');
    try {
      const changed = (change: (url: URL) => void) => {
        const url = new URL(store().databaseUrl);
        change(url);
        return url.href;
      };
      const as = (user: string, password: string) =>
        changed((url) => {
          url.username = user;
          url.password = password;
        });
      for (const [url, sentence] of [
        [as('cli_unknown', 'hush-4417'), /^The database of DATABASE_URL refuses the user or the password/],
        [changed((to) => (to.pathname = '/none-such')), /^There is no database none-such on that server/],
        [as('cli_nobody', 'hush-4417'), /^The user of DATABASE_URL has no permission for this \(permission/],
      ] as const) {
        for (const said of [
          runProcess({ DATABASE_URL: url }, 'case', 'list'),
          runProcess({ DATABASE_URL: url }, 'migrate'),
        ]) {
          expect(said).toMatchObject({ code: 1, out: '', err: expect.stringMatching(sentence) });
          expect(said.err.trimEnd().split('\n')).toHaveLength(1);
          expect(said.err).not.toContain('hush');
        }
      }
    } finally {
      await store().pool.query('drop role cli_nobody');
    }
  }, 120_000);

  it('says where the database is away or has not been migrated', async () => {
    const elsewhere = new URL(store().databaseUrl);
    elsewhere.pathname = '/postgres';
    for (const [url, sentence] of [
      ['postgres://nobody@127.0.0.1:1/none', /does not answer/],
      [elsewhere.href, /npm run migrate/],
    ] as const) {
      const other = openCaseStore(url);
      expect(await runOn(other, 'case', 'list')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(sentence),
      });
      await other.close();
    }
  });
});

describe('npm run report -- frozen-payments', () => {
  const period = ['frozen-payments', '--from', '2026-03-02', '--to', '2026-03-02'];

  it('prints the same CSV twice, safe to open in a spreadsheet, the totals beside it', async () => {
    const first = await run('report', ...period);
    expect(first.code).toBe(0);
    const lines = first.out.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^stop_payment_id,attempt_no,instrument,legal_basis,/);
    expect(lines[1]).toMatch(/^S-1,1,HOLD_TRANSFER,GENERIC-HOLD,/);
    expect(lines[1]).toContain(",'=cmd,");
    expect(first.err).toContain('as of 2026-03-02T09:01:00.000Z: 1 stop-payments');
    expect(first.err).toMatch(/EUR +GENERIC-HOLD +0\.00 +480\.00 +0\.00 +0\.00 +0\.00 +480\.00 +1 +100\.0/);
    expect((await run('report', ...period, '--as-of', '2026-03-02T09:01:00Z')).out).toBe(first.out);
  });

  it('gives totals as CSV, and everything as JSON', async () => {
    const totals = (await run('report', ...period, '--section', 'totals')).out.split('\r\n');
    expect(totals[1]).toMatch(/^EUR,GENERIC-HOLD,0\.00,480\.00,0\.00,0\.00,0\.00,0\.00,0\.00,480\.00,1,/);
    const said = await run('report', ...period, '--format', 'json', '--tz', 'Asia/Shanghai');
    expect(JSON.parse(said.out)).toMatchObject({
      report: 'frozen-payments',
      from: '2026-03-02T00:00:00.000+08:00',
      zone: 'Asia/Shanghai',
      rows: [{ stop_payment_id: 'S-1', stopped: '480.00' }],
      totals: [{ past_expiry: 0 }],
    });
  });

  it('writes to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-report-'));
    const file = join(folder, 'frozen.csv');
    expect((await run('report', ...period, '--out', file)).out).toBe('');
    expect(readFileSync(file, 'utf8')).toBe((await run('report', ...period)).out);
    rmSync(folder, { recursive: true });
  });

  it('says why it cannot write the file, and blames no database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-report-'));
    for (const [file, why] of [
      [join(folder, 'none', 'x.csv'), 'its folder does not exist'],
      [folder, 'it is a folder'],
    ] as const) {
      expect(await run('report', ...period, '--out', file)).toEqual({
        code: 1,
        out: '',
        err: `Cannot write --out ${file}: ${why}; name another file.\n`,
      });
    }
    rmSync(folder, { recursive: true });
  });

  it('refuses an instant that is not recorded yet', async () => {
    const said = await run('report', ...period, '--as-of', '2026-03-02T09:01:01Z');
    expect(said).toMatchObject({ code: 1, out: '' });
    expect(said.err).toMatch(/^Everything is recorded up to 2026-03-02T09:01:00\.000Z/);
  });
});

describe('the commands as programs', () => {
  it('work on the case store of DATABASE_URL, and end with 2 where it is not set', () => {
    const listed = runProcess({ DATABASE_URL: store().databaseUrl }, 'case', 'list');
    expect(listed).toMatchObject({ code: 0, out: expect.stringContaining('C-0QJ0P-8HCCY') });
    const refused = runProcess(
      { DATABASE_URL: store().databaseUrl },
      'report',
      'frozen-payments',
      '--from',
      'x',
      '--to',
      'y',
    );
    expect(refused).toMatchObject({ code: 1, err: 'x is no date; write it as YYYY-MM-DD.\n' });
    expect(runProcess({}, 'case', 'list')).toMatchObject({
      code: 2,
      err: expect.stringContaining('DATABASE_URL'),
    });
  }, 60_000);
});
