import type { FraudReport, ReportedPayment } from '@sluice/domain';
import { pays, reportedAs, reportOf } from '../testing/recoveryDesk';
import { checkReport, ITEMS_MAX } from './checkReport';

const payment = reportedAs(pays('T-1', 'BANKA:ann-1', 'BANKA:mule-1', 100, 1));
const report = reportOf('R-1', [payment]);
const sentence = (given: FraudReport, key: string | null = given.reportId) => {
  const checked = checkReport(given, key);
  return checked.ok ? null : checked.problem.sentence;
};

describe('a report on the topic', () => {
  it('is taken as it is where it is complete', () => {
    expect(checkReport(report, 'R-1')).toEqual({ ok: true, value: report });
    expect(sentence(reportOf('R-1', [{ ...payment, transferId: null, debtorAccount: null }]))).toBeNull();
  });

  it.each<[string, Partial<FraudReport>, string]>([
    ['no id', { reportId: ' ' }, 'reportId is empty'],
    ['a long id', { reportId: 'x'.repeat(129) }, 'longer than 128'],
    ['an id with NUL', { reportId: 'a\u0000b' }, 'NUL'],
    ['a state newer than this build', { state: 'UNKNOWN' }, 'UNKNOWN or newer'],
    ['no payments', { items: [] }, 'names no payment'],
    ['too many payments', { items: Array(ITEMS_MAX + 1).fill(payment) }, 'split it'],
    ['an impossible time', { reportedAt: Number.NaN }, 'reportedAt'],
    ['digits alone as account', { victimAccount: '12345678' }, 'victimAccount is no account identifier'],
  ])('is refused with %s', (_, more, why) => {
    expect(sentence({ ...report, ...more })).toContain(why);
  });

  it.each<[string, Partial<ReportedPayment>, string]>([
    ['an amount of 0', { amountMinor: 0 }, 'above 0'],
    ['a fraction of a cent', { amountMinor: 1.5 }, 'whole number'],
    ['an unknown currency', { currency: 'XXX' }, 'XXX'],
    ['an empty transferId', { transferId: '' }, 'transferId'],
    ['a time before 1970', { at: -1 }, 'at is not'],
    ['a card number', { creditorAccount: '4111111111111111' }, 'CARD_NUMBER'],
  ])('is refused where a payment has %s, and says which', (_, more, why) => {
    expect(sentence(reportOf('R-1', [payment, { ...payment, ...more }]))).toMatch(
      new RegExp(`^item 2: .*${why}`),
    );
  });

  it('is refused under another key', () => {
    expect(sentence(report, 'R-2')).toContain('key it by reportId');
    expect(sentence(report, null)).toContain('key it by reportId');
  });
});
