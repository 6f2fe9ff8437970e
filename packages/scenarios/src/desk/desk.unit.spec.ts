import { type StopPaymentOrder, TOPICS } from '@sluice/domain';
import type { Emission } from '../emission';
import { MINUTE } from '../simulation/time';
import { smallBank } from '../testing/builders';
import { driveBank } from '../testing/stubSluice';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

function ordersIn(emissions: readonly Emission[]): StopPaymentOrder[] {
  return emissions.flatMap((emission) => (emission.topic === TOPICS.orders ? [emission.record] : []));
}

describe('the desk', () => {
  it('releases honest holds after the stated delay, says that they were genuine, and they settle', () => {
    const bank = smallBank({ fraudCases: 0 });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions, story } = driveBank(bank, {
      decide: (transfer) => (transfer.amountMinor > 200_000 ? 'HOLD' : 'ALLOW'),
      actsOnReports: false,
    });
    const held = story.filter((event) => event.type === 'HELD');
    const released = story.filter((event) => event.type === 'RELEASED');
    expect(held.length).toBeGreaterThan(3);
    expect(released).toHaveLength(held.length);
    for (const event of released) {
      expect(event).toMatchObject({ by: 'ORDER', caseNo: null });
      // 2 to 8 minutes, and one for each of the stand-in's looks on the way there and back.
      expect(event.heldMs).toBeGreaterThanOrEqual(2 * MINUTE);
      expect(event.heldMs).toBeLessThanOrEqual(10 * MINUTE);
    }
    const orders = ordersIn(emissions);
    expect(orders.every(({ action }) => action === 'RELEASE')).toBe(true);
    const genuine = emissions.filter(
      (emission) => emission.topic === TOPICS.transferOutcomes && emission.record.truth === 'GENUINE',
    );
    expect(genuine).toHaveLength(held.length);
  });

  it('cancels what victims did not want, and has frozen money returned to them once they have reported', () => {
    const bank = smallBank({ fraudCases: 12, customers: 600 });
    bank.advance(bank.period.liveFrom - 1);
    let turn = 0;
    const { emissions, story } = driveBank(bank, {
      // Every second stolen payment gets through, so that there is something to freeze.
      decide: (_, label) => (label.class === 'FRAUD' && turn++ % 2 === 0 ? 'HOLD' : 'ALLOW'),
      actsOnReports: true,
      stepMs: 15_000,
    });
    const orders = ordersIn(emissions);
    const actions = new Set(orders.map(({ action }) => action));
    expect([...actions].sort()).toEqual(['CANCEL_TRANSFER', 'RETURN_FUNDS']);
    for (const order of orders.filter(({ action }) => action === 'RETURN_FUNDS')) {
      const opened = bank.truth.cases.named([order.caseId])!;
      expect(order.returnToAccount).toBe(opened.victim.current.accountId);
      expect(opened.reportedAt).not.toBeNull();
      expect(order.orderedBy).not.toBe(order.approvedBy);
    }
    expect(story.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['REPORT', 'FROZEN', 'RETURNED', 'CANCELLED', 'GONE']),
    );
    const sums = bank.truth.sums();
    expect(sums.returnedMinor).toBeGreaterThan(0);
    expect(sums.neverLeftMinor).toBeGreaterThan(0);
    expect(sums.leftSightMinor).toBeGreaterThan(0);
    const { attemptedMinor, neverLeftMinor, returnedMinor, frozenMinor, atRestMinor, leftSightMinor } = sums;
    expect(neverLeftMinor + returnedMinor + frozenMinor + atRestMinor + leftSightMinor).toBe(attemptedMinor);
  });

  it('keeps a mule’s held payment until a victim is known, then cancels it, and the mule is locked out', () => {
    const bank = smallBank({
      fraudCases: 12,
      customers: 600,
      core: { instantShare: 0, instantShareOfStolen: 0 },
    });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, {
      decide: (_, label) => (label.class === 'LAUNDERING' ? 'HOLD' : 'ALLOW'),
      actsOnReports: false,
    });
    const cancelled = ordersIn(emissions).filter(({ action }) => action === 'CANCEL_TRANSFER');
    expect(cancelled.length).toBeGreaterThan(3);
    for (const order of cancelled) {
      const caseNo = bank.truth.labelOf(order.transferId!)!.caseNo!;
      expect(order.orderedAt).toBeGreaterThan(bank.truth.cases.byNo(caseNo)!.reportedAt!);
      expect(bank.parties.find(({ accountId }) => accountId === order.account)!.suspended).toBe(true);
    }
  });
});
