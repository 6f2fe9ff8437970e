import { createSyntheticBank } from './bank';
import { HOUR } from './simulation/time';
import { ENDS_AT } from './testing/builders';
import { driveBank } from './testing/stubSluice';
import { runWithoutSluice } from './withoutSluice';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

const SETTINGS = {
  endsAt: ENDS_AT,
  seed: 11,
  customers: 500,
  historyDays: 6,
  historyCardDays: 2,
  liveMs: 36 * HOUR,
  fraudCases: 12,
};

describe('the same bank without Sluice', () => {
  it('loses most of what is stolen from sight, the same amount every time', () => {
    const run = runWithoutSluice(SETTINGS);
    expect(run.leftSightMinor).toBeGreaterThan(run.stolenMinor * 0.6);
    expect(run).toMatchObject({ neverLeftMinor: 0, returnedMinor: 0, frozenMinor: 0 });
    expect(run.leftSightMinor + run.atRestMinor).toBe(run.stolenMinor);
    expect(runWithoutSluice(SETTINGS)).toEqual(run);
  });

  it('loses much more than with holds and freezes', () => {
    const bank = createSyntheticBank(SETTINGS);
    bank.advance(bank.period.liveFrom - 1);
    driveBank(bank, {
      decide: (_, label) => (label.class === 'FRAUD' ? 'HOLD' : 'ALLOW'),
      actsOnReports: true,
    });
    expect(bank.truth.sums().leftSightMinor).toBeLessThan(runWithoutSluice(SETTINGS).leftSightMinor / 3);
  });
});
