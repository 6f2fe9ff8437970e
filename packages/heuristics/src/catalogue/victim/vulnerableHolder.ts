import { isOrderedPush } from '../../leg/legKinds';
import { isRecentPayee } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE } from '../../rule/rule';
import { money } from '../../rule/words';
import { SOURCES } from '../sources';

/** Age alone never justifies a hold: few points, and only for a large payment to a payee who is new or recent. */
export const vulnerableHolder = defineRule({
  id: 'victim.vulnerable-holder',
  family: 'victim',
  source: SOURCES.pbocAbnormal,
  meaning: 'An old holder makes a large payment to a new or recent payee.',
  measure: {
    unit: 'years',
    meaning: 'age that the holder reaches in the year of the payment',
    max: 120,
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
      if (own.masterKnown && own.holderKind !== 'PERSON') return NOT_APPLICABLE;
      if (!isRecentPayee(leg, own, parameters.recentPayeeDays)) return NOT_APPLICABLE;
      if (own.birthYear === 0) return MISSING;
      return Math.max(0, yearOf(own.at) - own.birthYear);
    },
    explain(leg, _own, _parameters, measure) {
      return {
        detail: `A holder of about ${measure} years pays ${money(leg.amountMinor, leg.currency)} to a new payee.`,
        evidence: { age: measure, amountMinor: leg.amountMinor },
      };
    },
  },
});

function yearOf(at: number): number {
  return new Date(at).getUTCFullYear();
}
