import { WINDOW_1H, WINDOW_24H } from '@sluice/account-state';
import { isOrderedNow, isPassingOn } from '../../leg/legKinds';
import { windowed } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, times } from '../../rule/words';
import { SOURCES } from '../sources';

/** Many payments, by an absolute bound and by the account's own habit. A payroll or supplier batch is one instruction. */
export const outCount = defineRule({
  id: 'velocity.out-count',
  family: 'velocity',
  source: SOURCES.psd2Monitoring,
  meaning:
    'More payments within an hour or a day than a bound, and many times what the account makes in a day.',
  measure: {
    unit: 'times',
    meaning: 'payments in the window over the daily habit',
    max: 1_000,
    strength: 'MORE',
  },
  parameters: {
    hourBound: { unit: 'count', min: 2, max: 1_000, meaning: 'payments in 1 h, this one included' },
    dayBound: { unit: 'count', min: 2, max: 10_000, meaning: 'payments in 24 h, this one included' },
    habitFloor: { unit: 'count', min: 1, max: 1_000, meaning: 'least daily habit that is reckoned with' },
  },
  debtor: {
    victim: true,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['PASSING_ON', 'ORDERED_NOW'] },
    measure(leg, own, parameters) {
      if (!isPassingOn(leg) || !isOrderedNow(leg)) return NOT_APPLICABLE;
      const most = countOverBound(own.out.count, parameters);
      if (most === 0) return NOT_APPLICABLE;
      return most / Math.max(own.habitOutPerDay, parameters.habitFloor);
    },
    explain(_leg, own, parameters, measure) {
      const inHour = windowed(own.out.count, WINDOW_1H) + 1;
      const byHour = inHour >= parameters.hourBound && inHour === countOverBound(own.out.count, parameters);
      const most = byHour ? inHour : windowed(own.out.count, WINDOW_24H) + 1;
      const habit = Math.max(own.habitOutPerDay, parameters.habitFloor);
      return {
        detail: `${counted(most, 'payment')} within ${byHour ? '1 hour' : '24 hours'}, ${times(measure)} the ${counted(habit, 'payment')} reckoned for a whole day.`,
        evidence: { payments: most, windowHours: byHour ? 1 : 24, habitPerDay: own.habitOutPerDay },
      };
    },
  },
});

interface Bounds {
  readonly hourBound: number;
  readonly dayBound: number;
}

function countOverBound(counts: Float64Array, bounds: Bounds): number {
  const inDay = windowed(counts, WINDOW_24H) + 1;
  if (inDay >= bounds.dayBound) return inDay;
  const inHour = windowed(counts, WINDOW_1H) + 1;
  return inHour >= bounds.hourBound ? inHour : 0;
}
