import type { AccountFeatures } from '@sluice/account-state';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, DAY_MS, span } from '../../rule/words';
import { SOURCES } from '../sources';

/**
 * The two accounts have dealt with each other for long. On the debit side not where the amount is larger than the account
 * ever pays: a changed invoice or a growing investment also goes to a known payee.
 */
export const longHabit = defineRule({
  id: 'trust.long-habit',
  family: 'trust',
  source: SOURCES.friction,
  meaning:
    'Several payments between these two accounts over weeks or months, and no larger amount than usual.',
  measure: {
    unit: 'days',
    meaning: 'since the first payment between the two',
    max: 36_500,
    strength: 'MORE',
  },
  parameters: {
    minLegs: { unit: 'count', min: 1, max: 1_000, meaning: 'earlier payments that make a habit' },
    maxPercentOfUsual: {
      unit: 'percent',
      min: 1,
      max: 10_000,
      meaning: 'largest amount, of the largest usual payment of the payer',
    },
  },
  debtor: {
    victim: true,
    mule: true,
    needs: 'WHOLE',
    measure(leg, own, parameters) {
      if (own.counterpartyLegs < parameters.minLegs) return NOT_APPLICABLE;
      if (leg.amountMinor * 100 > own.habitOutMaxMinor * parameters.maxPercentOfUsual) return NOT_APPLICABLE;
      return daysKnown(own);
    },
    explain: (_leg, own) => explanation(own),
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'PARTIAL',
    measure(_leg, own, parameters) {
      return own.counterpartyLegs < parameters.minLegs ? NOT_APPLICABLE : daysKnown(own);
    },
    explain: (_leg, own) => explanation(own),
  },
});

// Known and no longer remembered exactly (first time 0): that it is old is all that is known, and that is not enough here.
function daysKnown(own: AccountFeatures): number {
  if (own.counterpartyFirstAt === 0) return NOT_APPLICABLE;
  return Math.max(0, (own.at - own.counterpartyFirstAt) / DAY_MS);
}

function explanation(own: AccountFeatures) {
  return {
    detail: `${counted(own.counterpartyLegs, 'earlier payment')} between the two accounts in ${span(own.at - own.counterpartyFirstAt)}.`,
    evidence: { earlierPayments: own.counterpartyLegs },
  };
}
