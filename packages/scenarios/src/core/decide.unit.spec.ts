import { TOPICS } from '@sluice/domain';
import { MINUTE } from '../simulation/time';
import { smallBank } from '../testing/builders';
import { driveBank, type StubSluice } from '../testing/stubSluice';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

const WARN_FRAUD: StubSluice = {
  decide: (_, label) => (label.class === 'FRAUD' ? 'WARN' : 'ALLOW'),
  actsOnReports: false,
};

describe('a warned payer', () => {
  it('who always cancels keeps all the money: nothing of the frauds leaves, and nothing is laundered', () => {
    const bank = smallBank({
      warned: { victimCancels: 1, takeoverCancels: 1, noAnswer: 0 },
      core: { instantShare: 0, instantShareOfStolen: 0 },
    });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, WARN_FRAUD);
    const sums = bank.truth.sums();
    expect(sums.attemptedMinor).toBeGreaterThan(0);
    expect(sums.neverLeftMinor).toBe(sums.attemptedMinor);
    expect(bank.counts.warned.CANCELLED).toBeGreaterThan(0);
    expect(bank.counts.warned.PROCEEDED).toBe(0);
    const responses = emissions.flatMap((emission) =>
      emission.topic === TOPICS.transferOutcomes && emission.record.payerResponse !== 'NONE'
        ? [emission.record.payerResponse]
        : [],
    );
    expect(responses).toHaveLength(bank.counts.warned.CANCELLED);
  });

  it('who never cancels loses what was not held', () => {
    const bank = smallBank({ warned: { victimCancels: 0, takeoverCancels: 0, noAnswer: 0 } });
    bank.advance(bank.period.liveFrom - 1);
    driveBank(bank, WARN_FRAUD);
    expect(bank.counts.warned.CANCELLED).toBe(0);
    expect(bank.counts.warned.PROCEEDED).toBeGreaterThan(10);
    expect(bank.truth.sums().neverLeftMinor).toBe(0);
  });

  it('who leaves the warning unanswered is waited for until answerBy; then the transfer executes', () => {
    const bank = smallBank({ warned: { noAnswer: 1 } });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, WARN_FRAUD);
    const ordered = new Map<string, number>();
    for (const emission of emissions) {
      if (emission.topic !== TOPICS.transfers) continue;
      if (emission.form === 'NEW') ordered.set(emission.record.transferId, emission.record.occurredAt);
      if (emission.form !== 'STATUS' || bank.truth.labelOf(emission.record.transferId)?.class !== 'FRAUD')
        continue;
      expect(emission.record.status).toBe('SETTLED');
      const waitedMs = emission.record.statusAt - ordered.get(emission.record.transferId)!;
      // 30 minutes after the stand-in warned, which looks once a minute; instant transfers went before any warning.
      if (waitedMs > 5_000) expect(Math.abs(waitedMs - 30 * MINUTE)).toBeLessThanOrEqual(MINUTE);
    }
    expect(bank.counts.warned.NO_ANSWER).toBeGreaterThan(10);
  });

  it('is mostly right to proceed where the payment is honest', () => {
    const bank = smallBank({ fraudCases: 0 });
    bank.advance(bank.period.liveFrom - 1);
    driveBank(bank, {
      decide: (transfer) => (transfer.amountMinor > 30_000 ? 'WARN' : 'ALLOW'),
      actsOnReports: false,
    });
    const { PROCEEDED, CANCELLED, NO_ANSWER } = bank.counts.warned;
    expect(PROCEEDED).toBeGreaterThan(0.8 * (PROCEEDED + CANCELLED + NO_ANSWER));
  });
});

describe('held money', () => {
  it('never arrives, so that no mule passes anything on', () => {
    const bank = smallBank({ core: { instantShare: 0, instantShareOfStolen: 0 } });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, {
      decide: (_, label) => (label.class === 'FRAUD' ? 'HOLD' : 'ALLOW'),
      actsOnReports: true,
    });
    const hops = emissions.filter(
      (emission) =>
        emission.topic === TOPICS.transfers &&
        emission.form === 'NEW' &&
        bank.truth.labelOf(emission.record.transferId)?.class === 'LAUNDERING',
    );
    expect(hops).toEqual([]);
    const sums = bank.truth.sums();
    expect(sums.attemptedMinor).toBeGreaterThan(1_000_000);
    expect(sums.neverLeftMinor).toBe(sums.attemptedMinor);
  });
});
