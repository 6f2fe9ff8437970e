import { WINDOW_24H } from '@sluice/account-state';
import { isOrderedPush } from '../../leg/legKinds';
import { windowed } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, DAY_MS, money } from '../../rule/words';
import { SOURCES } from '../sources';

/** Several new payees in a day and real money with them. An account that is itself new has only new payees: left out. */
export const newPayees = defineRule({
  id: 'velocity.new-payees',
  family: 'velocity',
  source: SOURCES.pbocAbnormal,
  meaning: 'Several payees within 24 hours whom the account has never paid before, this one among them.',
  measure: {
    unit: 'count',
    meaning: 'new payees in 24 h, this one included',
    max: 1_000,
    strength: 'MORE',
  },
  parameters: {
    minTotal: {
      unit: 'amount',
      min: 0,
      max: 10_000_000,
      meaning: 'least sum out within 24 h, this payment included',
    },
    minHistoryDays: {
      unit: 'days',
      min: 0,
      max: 365,
      meaning: 'least time since the account was first seen',
    },
  },
  debtor: {
    victim: true,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['PUSH', 'ORDERED_NOW'], counterparty: 'NEW', sent24hFrom: 'minTotal' },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || own.counterpartyKnown) return NOT_APPLICABLE;
      if (own.firstSeenAt === 0 || own.at - own.firstSeenAt < parameters.minHistoryDays * DAY_MS) {
        return NOT_APPLICABLE;
      }
      const sum = windowed(own.out.sumMinor, WINDOW_24H) + leg.amountMinor;
      return sum < parameters.minTotal ? NOT_APPLICABLE : windowed(own.out.fresh, WINDOW_24H) + 1;
    },
    explain(leg, own, _parameters, measure) {
      const sum = windowed(own.out.sumMinor, WINDOW_24H) + leg.amountMinor;
      return {
        detail: `${counted(measure, 'payee')} never paid before within 24 hours, ${money(sum, leg.currency)} out in all.`,
        evidence: { newPayees: measure, sumMinor: sum },
      };
    },
  },
});
