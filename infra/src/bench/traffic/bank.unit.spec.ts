import { accountIdProblem } from '@sluice/domain';
import { BenchBank, BLOCKED_ACCOUNT, HOT_ACCOUNT, numberOf, stepMs, transferIdOf } from './bank';
import { Population } from './population';

const population = new Population(5_000);
const START = Date.UTC(2026, 2, 3);
const drawn = (count: number, options: Partial<ConstructorParameters<typeof BenchBank>[0]> = {}) => {
  const bank = new BenchBank({ population, seed: 5, run: 'a1', startAt: START, ...options });
  return Array.from({ length: count }, () => bank.next());
};

describe('the bank of the bench', () => {
  it('publishes the same transfers whenever it is asked in the same way', () => {
    expect(drawn(500)).toEqual(drawn(500));
    expect(drawn(500)[7]).not.toEqual(drawn(500, { seed: 6 })[7]);
  });

  it('publishes what intake admits: well-formed accounts, two of them, and a positive amount', () => {
    for (const transfer of drawn(3_000, { hotShare: 0.2, blockedShare: 0.02 })) {
      expect(accountIdProblem(transfer.debtorAccount)).toBeNull();
      expect(accountIdProblem(transfer.creditorAccount)).toBeNull();
      expect(transfer.debtorAccount).not.toBe(transfer.creditorAccount);
      expect(Number.isSafeInteger(transfer.amountMinor) && transfer.amountMinor > 0).toBe(true);
    }
  });

  it('lets event times advance as the activity of the accounts says', () => {
    const [first, ...rest] = drawn(1_001);
    expect(rest.at(-1)!.occurredAt - first!.occurredAt).toBeCloseTo(1_000 * stepMs(population), -1);
    expect(stepMs(population) * population.legsPerWeek).toBeCloseTo(2 * 604_800_000, -3);
  });

  it('gives active accounts more of the traffic: the busiest tenth has more than a third of the legs', () => {
    const legs = new Map<string, number>();
    for (const { debtorAccount, creditorAccount } of drawn(20_000))
      for (const account of [debtorAccount, creditorAccount]) legs.set(account, (legs.get(account) ?? 0) + 1);
    const busiest = [...legs.values()].sort((a, b) => b - a).slice(0, 500);
    expect(busiest.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(40_000 / 3);
  });

  it('always has one side that is ours', () => {
    expect(
      drawn(5_000).filter((one) => one.debtorOwnership !== 'OURS' && one.creditorOwnership !== 'OURS'),
    ).toEqual([]);
  });

  it('lets one account take part in a fifth of the transfers where asked, paying and paid', () => {
    const hot = drawn(10_000, { hotShare: 0.2 });
    const paying = hot.filter(({ debtorAccount }) => debtorAccount === HOT_ACCOUNT).length;
    const paid = hot.filter(({ creditorAccount }) => creditorAccount === HOT_ACCOUNT).length;
    expect((paying + paid) / 10_000).toBeCloseTo(0.2, 1);
    expect(Math.abs(paying - paid)).toBeLessThan(300);
  });

  it('sends the stated share to the account on the list', () => {
    const blocked = drawn(10_000, { blockedShare: 0.02 }).filter(
      ({ creditorAccount }) => creditorAccount === BLOCKED_ACCOUNT,
    );
    expect(blocked.length / 10_000).toBeCloseTo(0.02, 2);
  });

  it('knows its own transfers by their ids', () => {
    expect(numberOf('a1', transferIdOf('a1', 4_711))).toBe(4_711);
    expect(numberOf('a2', transferIdOf('a1', 4_711))).toBe(-1);
    expect(numberOf('a1', 'somebody-else')).toBe(-1);
    expect(transferIdOf('a1', 4_711)).toHaveLength(36);
  });
});
