import type { Ownership, Transfer } from '@sluice/domain';
import fc from 'fast-check';
import { createParty, type Party } from '../population/party';
import { fraud, honest, type Label, laundering } from './label';
import { createStolenMoney } from './stolenMoney';
import { putMoney, type TracedQueue, takeMoney } from './tracedQueue';

function party(accountId: string, ownership: Ownership, balanceMinor = 0): Party {
  const made = createParty({ accountId, institution: null, ownership, creditorKind: 'PERSON', master: null });
  made.balanceMinor = balanceMinor;
  return made;
}

/** A little ledger around the stolen money. */
function ledger() {
  const money = createStolenMoney();
  let count = 0;
  const pay = (
    debtor: Party,
    creditor: Party,
    amountMinor: number,
    label: Label,
    relatesTo: string | null = null,
  ) => {
    const transfer = {
      transferId: `T${++count}`,
      kind: relatesTo === null ? 'CREDIT_TRANSFER' : 'RETURN',
      debtorAccount: debtor.accountId,
      creditorAccount: creditor.accountId,
      amountMinor,
      relatesTo,
    } as Transfer;
    if (label.class === 'FRAUD') money.attempted(label.caseNo!, false, transfer);
    money.settled(transfer, debtor, creditor, label, false);
    debtor.balanceMinor -= amountMinor;
    creditor.balanceMinor += amountMinor;
    return transfer.transferId;
  };
  return { money, pay };
}

describe('where the stolen money really is', () => {
  const theft = fraud('safe-account', 1);
  const hop = laundering('mule-split', 1);

  it('follows it first in first out, and says what left, what rests and what is frozen', () => {
    const { money, pay } = ledger();
    const victim = party('victim', 'OURS', 100_000);
    const mule = party('mule', 'OURS', 500);
    const second = party('second', 'OURS');
    pay(victim, mule, 60_000, theft);
    pay(mule, second, 40_500, hop);
    pay(second, party('away', 'OTHER'), 30_000, hop);
    second.lienMinor = 4_000;
    expect(money.sums(1, false)).toEqual({
      attemptedMinor: 60_000,
      neverLeftMinor: 0,
      returnedMinor: 0,
      leftSightMinor: 29_500,
      frozenMinor: 4_000,
      atRestMinor: 26_500,
    });
  });

  it('counts what was attempted and never executed as never left', () => {
    const { money } = ledger();
    money.attempted(1, false, { transferId: 'T', debtorAccount: 'victim', amountMinor: 9_000 } as Transfer);
    expect(money.sums(1, false)).toMatchObject({ attemptedMinor: 9_000, neverLeftMinor: 9_000 });
  });

  it('brings recalled money back to the mule that sent it, and only the payment to the victim is a return', () => {
    const { money, pay } = ledger();
    const victim = party('victim', 'OURS', 100_000);
    const mule = party('mule', 'OURS');
    const away = party('away', 'OTHER');
    const stolen = pay(victim, mule, 60_000, theft);
    const sent = pay(mule, away, 60_000, hop);
    expect(money.sums(1, false).leftSightMinor).toBe(60_000);
    pay(away, mule, 45_000, honest('restitution'), sent);
    expect(money.sums(1, false)).toMatchObject({
      leftSightMinor: 15_000,
      atRestMinor: 45_000,
      returnedMinor: 0,
    });
    pay(mule, victim, 45_000, honest('restitution'), stolen);
    expect(money.sums(1, false)).toMatchObject({
      leftSightMinor: 15_000,
      atRestMinor: 0,
      returnedMinor: 45_000,
    });
    expect(money.missingMinor(1)).toBe(15_000);
  });

  it('keeps the frauds of one mule apart', () => {
    const { money, pay } = ledger();
    const mule = party('mule', 'OURS');
    pay(party('a', 'OURS', 10_000), mule, 10_000, theft);
    pay(party('b', 'OURS', 20_000), mule, 20_000, fraud('purchase-scam', 2));
    pay(mule, party('away', 'OTHER'), 12_000, hop);
    expect(money.sums(1, false)).toMatchObject({ leftSightMinor: 10_000, atRestMinor: 0 });
    expect(money.sums(2, false)).toMatchObject({ leftSightMinor: 2_000, atRestMinor: 18_000 });
    expect([...money.on(mule)]).toEqual([[2, 18_000]]);
  });

  it('never creates or loses a unit, however the money is taken', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            source: fc.integer({ min: 0, max: 3 }),
            amountMinor: fc.integer({ min: 1, max: 1_000 }),
          }),
        ),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 0, max: 3 }))),
        (puts, takes) => {
          const queue: TracedQueue = [];
          for (const part of puts) putMoney(queue, part.source, part.amountMinor);
          let inside = puts.reduce((sum, part) => sum + part.amountMinor, 0);
          for (const [amountMinor, preferred] of takes) {
            const taken = takeMoney(queue, amountMinor, preferred);
            expect(taken.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(amountMinor);
            inside = Math.max(0, inside - amountMinor);
            expect(queue.reduce((sum, part) => sum + part.amountMinor, 0)).toBe(inside);
            expect(queue.every((part) => part.amountMinor > 0)).toBe(true);
          }
        },
      ),
    );
  });
});
