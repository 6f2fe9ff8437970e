import { composeReport, type ReportRequest } from './composeReport';
import { parseItem } from './parseItem';

const NOW = Date.UTC(2026, 2, 2, 10, 51, 30);
const item = parseItem('BANKA:ann-1,BANKA:mule-1,48000.00,EUR,2026-03-02T09:58:00Z');
const request = (more: Partial<ReportRequest> = {}): ReportRequest => ({
  report: null,
  victim: 'BANKA:ann-1',
  victimInstitution: null,
  vulnerable: null,
  type: 'SAFE_ACCOUNT',
  source: 'VICTIM',
  authority: null,
  reference: null,
  at: null,
  state: 'OPENED',
  items: item.ok ? [item.value] : [],
  ...more,
});
const said = (result: { ok: boolean; problem?: { sentence: string } }) =>
  result.ok ? 'ok' : result.problem!.sentence;

describe('a payment as a person writes it', () => {
  it('is exact in minor units, whatever the currency', () => {
    expect(item).toEqual({
      ok: true,
      value: {
        transferId: null,
        debtorAccount: 'BANKA:ann-1',
        creditorAccount: 'BANKA:mule-1',
        amountMinor: 4_800_000,
        currency: 'EUR',
        at: Date.UTC(2026, 2, 2, 9, 58),
      },
    });
    const minorOf = (amount: string, currency: string) => {
      const parsed = parseItem(`,BANKA:m,${amount},${currency},2026-03-02T09:58:00+01:00`);
      return parsed.ok ? parsed.value.amountMinor : null;
    };
    expect([minorOf('5000', 'JPY'), minorOf('1.5', 'BHD'), minorOf('0.29', 'EUR')]).toEqual([
      5_000, 1_500, 29,
    ]);
  });

  it.each([
    ['a,b,1.00,EUR', 'write debtor,creditor,amount,currency,time'],
    ['a,b,1.00,XXX,2026-03-02T09:58:00Z', 'XXX is not an ISO 4217 currency code'],
    ['a,b,1.001,EUR,2026-03-02T09:58:00Z', 'at most 2 decimals'],
    ['a,b,1.5,JPY,2026-03-02T09:58:00Z', 'at most 0 decimals'],
    ['a,b,-1,EUR,2026-03-02T09:58:00Z', 'no amount'],
    ['a,b,0,EUR,2026-03-02T09:58:00Z', 'no amount'],
    ['a,b,90071992547409.92,EUR,2026-03-02T09:58:00Z', 'no amount'],
    ['a,b,1.00,EUR,2026-03-02T09:58:00', 'ISO 8601 with a zone'],
    ['a,b,1.00,EUR,2026-13-02T09:58:00Z', 'ISO 8601 with a zone'],
  ])('is refused with a sentence: %s', (text, why) => {
    expect(said(parseItem(text))).toContain(why);
  });
});

describe('a report from the command line', () => {
  const idOf = (more: Partial<ReportRequest>, now = NOW) => {
    const report = composeReport(request(more), now);
    return report.ok ? report.value.reportId : null;
  };

  it('has the same id whenever the same words are sent, and the time of its sending', () => {
    const first = composeReport(request(), NOW);
    expect(first).toMatchObject({ ok: true, value: { reportedAt: NOW, state: 'OPENED' } });
    const later = composeReport(request(), NOW + 5_000);
    expect(later).toEqual(first.ok && { ok: true, value: { ...first.value, reportedAt: NOW + 5_000 } });
  });

  it('is another report with other words, or with another time that was given', () => {
    const ids = [
      idOf({}),
      idOf({ type: 'ROMANCE' }),
      idOf({ at: '2026-03-02T10:00:00Z' }),
      idOf({ at: '2026-03-02T10:00:01Z' }),
    ];
    expect(ids).not.toContain(null);
    expect(new Set(ids).size).toBe(4);
    expect(idOf({ at: '2026-03-02T10:00:00Z' }, NOW + 5_000)).toBe(ids[2]);
  });

  it.each([
    [{ state: 'AMENDED' as const }, '--report ID'],
    [{ source: 'NEIGHBOUR' }, 'use VICTIM, POLICE, BANK or ANALYST'],
    [{ at: 'yesterday' }, 'ISO 8601'],
    [{ items: [] }, 'names no payment'],
    [{ victim: '4111 1111 1111 1111' }, 'victimAccount is no account identifier (CARD_NUMBER)'],
  ])('is refused with a sentence: %j', (more, why) => {
    expect(said(composeReport(request(more), NOW))).toContain(why);
  });

  it('may be withdrawn without its payments', () => {
    expect(composeReport(request({ report: 'R-17', state: 'WITHDRAWN', items: [] }), NOW).ok).toBe(true);
  });
});
