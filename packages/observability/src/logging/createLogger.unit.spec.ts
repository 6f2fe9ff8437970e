import { createLogger } from './createLogger';
import { maskForLog, scrubText } from './mask';

const ACCOUNT = 'NBK:6217003320004417';
const IBAN = 'GB82WEST12345698765432';
const CARD = '4111 1111 1111 1111';

function logged(write: (log: ReturnType<typeof createLogger>) => void): { text: string; lines: unknown[] } {
  const out: string[] = [];
  write(createLogger('detector', 'info', { write: (line) => out.push(line) }));
  return { text: out.join(''), lines: out.map((line) => JSON.parse(line)) };
}

describe('what a log line says of people', () => {
  test('accounts are masked and names never logged, however deep they stand', () => {
    const { text, lines } = logged((log) =>
      log.info(
        {
          debtorAccount: ACCOUNT,
          transfer: { creditor_account: ACCOUNT, creditorName: 'Jane Roe', remittance: 'for the flat' },
          batch: [{ legs: [{ account: ACCOUNT, debtorName: 'John Doe', amountMinor: 4_800_000 }] }],
          accounts: [ACCOUNT, 'CASH:T-17'],
        },
        'held',
      ),
    );
    expect(text).not.toMatch(/6217003320004417|Jane|John|flat/);
    expect(lines).toEqual([
      expect.objectContaining({
        name: 'detector',
        msg: 'held',
        debtorAccount: '••4417',
        transfer: { creditor_account: '••4417', creditorName: '[removed]', remittance: '[removed]' },
        batch: [{ legs: [{ account: '••4417', debtorName: '[removed]', amountMinor: 4_800_000 }] }],
        accounts: ['••4417', 'CASH:T-17'],
      }),
    ]);
  });

  test('children, their children and format arguments are masked too', () => {
    const { text, lines } = logged((log) => {
      const child = log.child({ account: ACCOUNT }).child({ request: { password: 'hunter2' } });
      child.warn('asked for %j', { creditorAccount: ACCOUNT });
    });
    expect(text).not.toMatch(/6217003320004417|hunter2/);
    expect(lines).toEqual([
      expect.objectContaining({
        account: '••4417',
        request: { password: '[removed]' },
        msg: 'asked for {"creditorAccount":"••4417"}',
      }),
    ]);
  });

  test('an error keeps its stack and its cause, and loses the password of the database address', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED postgres://sluice:hunter2@db/sluice'), {
      code: 'ECONNREFUSED',
    });
    const { text, lines } = logged((log) => log.error(new Error(`no row for ${IBAN}`, { cause })));
    expect(text).not.toMatch(/hunter2|GB82WEST/);
    expect(lines).toEqual([
      expect.objectContaining({
        msg: 'no row for ••5432',
        err: expect.objectContaining({
          type: 'Error',
          message: 'no row for ••5432',
          stack: expect.stringContaining('createLogger.unit.spec'),
          cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
        }),
      }),
    ]);
  });

  test('levels below the wanted one are not written', () => {
    expect(logged((log) => log.debug('detail')).lines).toEqual([]);
  });
});

describe('masking', () => {
  test('offsets, bytes and cycles do not break a line', () => {
    const ring: Record<string, unknown> = { offset: 12n, value: Buffer.from('secret bytes') };
    ring.self = ring;
    expect(maskForLog(ring)).toEqual({ offset: '12', value: '[12 bytes]', self: '[circular]' });
  });

  test('a line is bounded in depth and width', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 20; i++) deep = { next: deep };
    expect(JSON.stringify(maskForLog(deep))).toContain('[too deep]');
    expect(maskForLog(Array.from({ length: 103 }, (_, i) => i))).toHaveLength(101);
  });

  test('an absent name stays absent, so that a line does not hint at one', () => {
    expect(maskForLog({ creditorName: null, topic: 'transfers', clientName: 'detector' })).toEqual({
      creditorName: null,
      topic: 'transfers',
      clientName: 'detector',
    });
  });

  test('texts lose IBANs and card numbers, and keep instants, ids and amounts', () => {
    expect(scrubText(`paid from ${IBAN} by card ${CARD}`)).toBe('paid from ••5432 by card ••1111');
    const harmless = 'transfer TX-20260401-000123 of 4800000 at 1795560175039, offset 9007199254740991';
    expect(scrubText(harmless)).toBe(harmless);
  });
});
