import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_1H } from '@sluice/account-state';
import { isOrderedPush } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { isRecentPayee, windowed } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE } from '../../rule/rule';
import { counted, money, percent } from '../../rule/words';
import { SOURCES } from '../sources';

/**
 * The payment empties the account. What left within the hour before counts with it, so that a drain in slices is seen as one;
 * rent out of a low balance goes to a payee of long standing and is left out.
 */
export const drainsBalance = defineRule({
  id: 'victim.drains-balance',
  family: 'victim',
  source: SOURCES.ukAppScams,
  meaning: 'A payment to a new or recent payee that takes most of what the account held an hour before.',
  measure: {
    unit: 'percent',
    meaning: 'of the balance of an hour before',
    max: 100,
    strength: 'MORE',
  },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    recentPayeeDays: {
      unit: 'days',
      min: 0,
      max: 365,
      meaning: 'how long a payee counts as recent after the first payment',
    },
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: {
      leg: ['PUSH', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      counterparty: { knownAtMost: 'recentPayeeDays' },
    },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (!isRecentPayee(leg, own, parameters.recentPayeeDays)) return NOT_APPLICABLE;
      const balance = leg.debtorBalanceMinor;
      return balance === null ? MISSING : shareTaken(leg, own, balance);
    },
    explain(leg, own, _parameters, measure) {
      const before = alreadyOut(leg, own);
      const held = (leg.debtorBalanceMinor ?? 0) + before;
      const slices = before > 0 ? windowed(own.out.count, WINDOW_1H) : 0;
      const also = slices > 0 ? `, with ${counted(slices, 'payment')} of the last hour,` : '';
      return {
        detail: `${money(leg.amountMinor, leg.currency)}${also} takes ${percent(measure)} of the balance of ${moneyHeld(leg, held)}.`,
        evidence: { percentOfBalance: measure, balanceMinor: held, amountMinor: leg.amountMinor },
      };
    },
  },
});

// The balance is in the account's currency; the windows are in the leg's, so they add only where the two are the same.
function alreadyOut(leg: LegView, own: AccountFeatures): number {
  return leg.debtorAmountMinor === null ? windowed(own.out.sumMinor, WINDOW_1H) : 0;
}

function shareTaken(leg: LegView, own: AccountFeatures, balance: number): number {
  const before = alreadyOut(leg, own);
  const held = balance + before;
  const taken = (leg.debtorAmountMinor ?? leg.amountMinor) + before;
  // An overdraft is drawn: there is nothing left to take.
  return held <= taken ? 100 : (taken * 100) / held;
}

function moneyHeld(leg: LegView, held: number): string {
  return leg.debtorAmountMinor === null
    ? money(held, leg.currency)
    : "the account (in the account's own currency)";
}
