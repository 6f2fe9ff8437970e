import { type FraudReport, TOPICS } from '@sluice/domain';
import { createSyntheticBank } from '../bank';
import { HOUR, MINUTE } from '../simulation/time';
import { ENDS_AT } from '../testing/builders';
import { driveBank } from '../testing/stubSluice';

/** One run of a bank with many frauds, of which half of the stolen payments are held. */
function runOfReports() {
  const bank = createSyntheticBank({
    endsAt: ENDS_AT,
    seed: 3,
    customers: 1_000,
    historyDays: 25,
    historyCardDays: 1,
    liveMs: 40 * HOUR,
    fraudCases: 24,
  });
  bank.advance(bank.period.liveFrom - 1);
  let turn = 0;
  const { emissions } = driveBank(bank, {
    decide: (_, label) => (label.class === 'FRAUD' && turn++ % 3 === 0 ? 'HOLD' : 'ALLOW'),
    actsOnReports: false,
  });
  const reports = emissions.flatMap((emission) =>
    emission.topic === TOPICS.fraudReports ? [emission.record] : [],
  );
  return { bank, emissions, reports };
}

describe('victims report', () => {
  const { bank, emissions, reports } = runOfReports();
  const items = reports.flatMap((report) => report.items.map((item) => ({ report, item })));

  it('once each, after the last payment, with every payment that was ordered', () => {
    expect(reports).toHaveLength(24);
    expect(new Set(reports.map(({ reportId }) => reportId)).size).toBe(24);
    for (const report of reports) {
      const opened = bank.truth.cases.named([report.reportId])!;
      expect(report.items).toHaveLength(opened.payments.length);
      expect(report.victimAccount).toBe(opened.victim.current.accountId);
      for (const payment of opened.payments) expect(payment.at).toBeLessThanOrEqual(report.reportedAt);
      expect(opened.reportedAt).toBe(report.reportedAt);
    }
    expect(new Set(reports.map(({ fraudType }) => fraudType)).size).toBe(4);
  });

  it('some payments by transferId, some only by accounts, amount and about the time', () => {
    const unnamed = items.filter(({ item }) => item.transferId === null);
    expect(unnamed.length).toBeGreaterThan(items.length * 0.1);
    expect(unnamed.length).toBeLessThan(items.length * 0.45);
    for (const { report, item } of unnamed) {
      const opened = bank.truth.cases.named([report.reportId])!;
      const fitting = opened.payments.filter(
        (payment) =>
          payment.creditor.accountId === item.creditorAccount &&
          payment.amountMinor === item.amountMinor &&
          Math.abs(payment.at - item.at) <= 4 * MINUTE,
      );
      expect(fitting.length).toBeGreaterThan(0);
    }
  });

  it('payments that were held and cancelled as well as ones that left, and ones of weeks ago', () => {
    const ends = new Map<string, string>();
    for (const emission of emissions) {
      if (emission.topic === TOPICS.transfers && emission.form === 'STATUS')
        ends.set(emission.record.transferId, emission.record.status);
    }
    const named = items.flatMap(({ item }) => (item.transferId === null ? [] : [item.transferId]));
    const statuses = named.map((transferId) => ends.get(transferId) ?? 'PAST');
    expect(statuses.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(3);
    expect(statuses.filter((status) => status === 'SETTLED').length).toBeGreaterThan(20);
    expect(statuses.filter((status) => status === 'PAST').length).toBeGreaterThan(3);
  });

  it('and say of each payment that it was fraud', () => {
    const told = new Set(
      emissions.flatMap((emission) =>
        emission.topic === TOPICS.transferOutcomes && emission.record.truth === 'FRAUD'
          ? [emission.record.transferId]
          : [],
      ),
    );
    const stolen = bank.truth.cases.all.flatMap(({ payments }) => payments);
    expect(stolen.every(({ transferId }) => told.has(transferId))).toBe(true);
  });

  it('in time for the desk to act', () => {
    const late = reports.filter((report: FraudReport) => report.reportedAt >= bank.period.paymentsUntil);
    expect(late).toEqual([]);
  });
});
