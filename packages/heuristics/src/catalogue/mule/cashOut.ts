import { leavesSight } from '../../leg/legKinds';
import { isUnusualInflow24h } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { money, span } from '../../rule/words';
import { SOURCES } from '../sources';

const MINUTE_MS = 60_000;

/** Money that came in from strangers leaves for cash or crypto at once. A withdrawal on payday is out of usual income. */
export const cashOut = defineRule({
  id: 'mule.cash-out',
  family: 'mule',
  source: SOURCES.ukMules,
  meaning: 'Soon after an inflow that is not usual income, money leaves for cash, crypto or a wallet.',
  measure: {
    unit: 'minutes',
    meaning: 'since the latest credit',
    max: 1_440,
    strength: 'LESS',
  },
  parameters: {
    minReceived: { unit: 'amount', min: 1, max: 10_000_000, meaning: 'least sum that came in within 24 h' },
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount that leaves' },
    habitDays: {
      unit: 'days',
      min: 1,
      max: 3_650,
      meaning: 'income of a business above so many days of habit is unusual',
    },
  },
  debtor: {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['LEAVES_SIGHT'], amountFrom: 'minAmount', received24hFrom: 'minReceived' },
    measure(leg, own, parameters) {
      if (!leavesSight(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (own.receivedMinor24h < parameters.minReceived || own.lastInAt === 0) return NOT_APPLICABLE;
      if (!isUnusualInflow24h(own, parameters.habitDays)) return NOT_APPLICABLE;
      return Math.max(0, (own.at - own.lastInAt) / MINUTE_MS);
    },
    explain(leg, own, _parameters, measure) {
      const where = leg.kind === 'CASH_WITHDRAWAL' ? 'in cash' : 'to crypto or a wallet';
      return {
        detail: `${money(leg.amountMinor, leg.currency)} leaves ${where} ${span(measure * MINUTE_MS)} after a credit of ${money(own.lastInMinor, leg.currency)}.`,
        evidence: {
          amountMinor: leg.amountMinor,
          minutesSinceCredit: Math.floor(measure),
          lastInMinor: own.lastInMinor,
          receivedMinor: own.receivedMinor24h,
        },
      };
    },
  },
});
