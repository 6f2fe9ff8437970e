import fc from 'fast-check';
import { inLedgerOrder, type LedgerEntry } from '../ledger/ledgerEntry';
import { pays, stolen } from '../testing/builders';
import { trace } from './trace';

// The oracle moves every single minor unit as a coin with its victim's name on it.
type Coins = Map<string, (string | null)[]>;

function byCoins(ledger: readonly LedgerEntry[], reported: ReadonlySet<string>, takeFrom: 'front' | 'back') {
  const coins: Coins = new Map();
  for (const entry of ledger) {
    const purse = coins.get(entry.debtorAccount) ?? [];
    const paid: (string | null)[] = [];
    for (let coin = 0; coin < entry.amountMinor; coin++) {
      const taken = (takeFrom === 'front' ? purse.shift() : purse.pop()) ?? null;
      paid.push(taken === null && reported.has(entry.transferId) ? entry.transferId : taken);
    }
    const stolenFirst = [...paid.filter((coin) => coin !== null), ...paid.filter((coin) => coin === null)];
    coins.set(entry.creditorAccount, [...(coins.get(entry.creditorAccount) ?? []), ...stolenFirst]);
    coins.set(entry.debtorAccount, purse);
  }
  return coins;
}

const ledgers = fc
  .array(
    fc.record({
      from: fc.constantFrom('a', 'b', 'c', 'd'),
      to: fc.constantFrom('a', 'b', 'c', 'd'),
      amountMinor: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 25 },
  )
  .map((rows) =>
    rows
      .filter(({ from, to }) => from !== to)
      .map(({ from, to, amountMinor }, index) => pays(index, from, to, amountMinor)),
  );

describe.each([
  ['FIFO', 'front'],
  ['LIFO', 'back'],
] as const)('%s agrees with coins moved one by one', (method, takeFrom) => {
  it('one victim whose money goes round among four accounts', () => {
    fc.assert(
      fc.property(ledgers, fc.nat(), (ledger, pick) => {
        fc.pre(ledger.length > 0);
        const source = ledger[pick % ledger.length]!;
        // Money that comes back to the victim leaves the trace; the coins know no victims.
        fc.pre(ledger.every((entry) => entry.creditorAccount !== source.debtorAccount));
        const coins = byCoins(ledger, new Set([source.transferId]), takeFrom);
        const result = trace({
          method,
          sources: [stolen(source.transferId, source.amountMinor)],
          ledger: inLedgerOrder(ledger),
          stops: [],
          accounts: new Map(),
        });
        for (const account of ['a', 'b', 'c', 'd']) {
          const found = result.resting
            .filter((money) => money.account === account)
            .reduce((sum, money) => sum + money.amountMinor, 0);
          const expected = (coins.get(account) ?? []).filter((coin) => coin === source.transferId).length;
          expect(found).toBe(expected);
        }
      }),
      { numRuns: 500 },
    );
  });
});
