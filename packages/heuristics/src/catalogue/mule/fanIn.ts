import { WINDOW_7D } from '@sluice/account-state';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, money } from '../../rule/words';
import { SOURCES } from '../sources';
import { freshPayersWithThis, isCollecting, payersWithThis, receivedWithThis } from './readCollecting';

/**
 * Many payers, most of them for the first time, in a week. A landlord's tenants have paid before; a shop is left out; gifts
 * for a wedding and friends who split a bill are small each.
 */
export const fanIn = defineRule({
  id: 'mule.fan-in',
  family: 'mule',
  source: SOURCES.pbocAbnormal,
  meaning: 'Many payers within 7 days, most of them new, with amounts that are no gifts.',
  measure: {
    unit: 'count',
    meaning: 'payers in 7 d, this one included',
    max: 100_000,
    strength: 'MORE',
  },
  parameters: {
    minMean: {
      unit: 'amount',
      min: 0,
      max: 1_000_000,
      meaning: 'least amount of this payment, and least mean sum of a payer',
    },
    minFreshPercent: {
      unit: 'percent',
      min: 0,
      max: 100,
      meaning: 'least share of payers who had never paid before',
    },
    habitTimes: {
      unit: 'count',
      min: 1,
      max: 1_000,
      meaning: 'least multiple of the payments that come in by habit in 7 d',
    },
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'PARTIAL',
    onlyIf: { leg: ['PUSH'], amountFrom: 'minMean' },
    measure(leg, own, parameters) {
      if (!isCollecting(leg, own) || leg.amountMinor < parameters.minMean) return NOT_APPLICABLE;
      const payers = payersWithThis(own, WINDOW_7D);
      if (payers < 2 || payers < parameters.habitTimes * own.habitInPerDay * 7) return NOT_APPLICABLE;
      if (freshPayersWithThis(own, WINDOW_7D) * 100 < payers * parameters.minFreshPercent)
        return NOT_APPLICABLE;
      return receivedWithThis(leg, own, WINDOW_7D) < payers * parameters.minMean ? NOT_APPLICABLE : payers;
    },
    explain(leg, own, _parameters, measure) {
      const sum = receivedWithThis(leg, own, WINDOW_7D);
      const fresh = freshPayersWithThis(own, WINDOW_7D);
      return {
        detail: `${counted(measure, 'payer')} sent ${money(sum, leg.currency)} within 7 days, ${Math.round(fresh)} of them for the first time.`,
        evidence: { payers: measure, freshPayers: fresh, sumMinor: sum, habitInPerDay: own.habitInPerDay },
      };
    },
  },
});
