import { WINDOW_24H } from '@sluice/account-state';
import { isOrderedNow, isPassingOn } from '../../leg/legKinds';
import { windowed } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { money, times } from '../../rule/words';
import { SOURCES } from '../sources';

/** Much money in a day, by an absolute bound and by the account's own habit. */
export const outSum = defineRule({
  id: 'velocity.out-sum',
  family: 'velocity',
  source: SOURCES.psd2Monitoring,
  meaning: 'More money out within 24 hours than a bound, and many times what the account pays in a day.',
  measure: {
    unit: 'times',
    meaning: 'sum of 24 h over the daily habit',
    max: 10_000,
    strength: 'MORE',
  },
  parameters: {
    absoluteBound: {
      unit: 'amount',
      min: 1,
      max: 100_000_000,
      meaning: 'least sum of 24 h, this payment included',
    },
    habitFloor: {
      unit: 'amount',
      min: 1,
      max: 1_000_000,
      meaning: 'least daily habit that is reckoned with',
    },
  },
  debtor: {
    victim: true,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['PASSING_ON', 'ORDERED_NOW'], sent24hFrom: 'absoluteBound' },
    measure(leg, own, parameters) {
      if (!isPassingOn(leg) || !isOrderedNow(leg)) return NOT_APPLICABLE;
      const sum = windowed(own.out.sumMinor, WINDOW_24H) + leg.amountMinor;
      if (sum < parameters.absoluteBound) return NOT_APPLICABLE;
      return sum / Math.max(own.habitOutMinorPerDay, parameters.habitFloor);
    },
    explain(leg, own, parameters, measure) {
      const sum = windowed(own.out.sumMinor, WINDOW_24H) + leg.amountMinor;
      const habit = Math.max(own.habitOutMinorPerDay, parameters.habitFloor);
      return {
        detail: `${money(sum, leg.currency)} out within 24 hours, ${times(measure)} the ${money(habit, leg.currency)} reckoned for a day.`,
        evidence: { sumMinor: sum, habitMinorPerDay: own.habitOutMinorPerDay },
      };
    },
  },
});
