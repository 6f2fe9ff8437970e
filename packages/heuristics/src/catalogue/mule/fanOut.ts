import { WINDOW_24H } from '@sluice/account-state';
import { isOrderedPush } from '../../leg/legKinds';
import { isUnusualInflow24h, windowed } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, money } from '../../rule/words';
import { SOURCES } from '../sources';

/** Unusual money that came in is split among new payees. Who pays friends back out of his wages has no unusual inflow. */
export const fanOut = defineRule({
  id: 'mule.fan-out',
  family: 'mule',
  source: SOURCES.fatfProfessional,
  meaning: 'After an inflow that is not usual income, payments to payees never paid before.',
  measure: {
    unit: 'count',
    meaning: 'new payees in 24 h, this one included',
    max: 1_000,
    strength: 'MORE',
  },
  parameters: {
    minReceived: { unit: 'amount', min: 1, max: 10_000_000, meaning: 'least sum that came in within 24 h' },
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
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
    onlyIf: {
      leg: ['PUSH', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      received24hFrom: 'minReceived',
      counterparty: 'NEW',
    },
    measure(leg, own, parameters) {
      if (own.receivedMinor24h < parameters.minReceived || own.counterpartyKnown) return NOT_APPLICABLE;
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (!isUnusualInflow24h(own, parameters.habitDays)) return NOT_APPLICABLE;
      return windowed(own.out.fresh, WINDOW_24H) + 1;
    },
    explain(leg, own, _parameters, measure) {
      return {
        detail: `${counted(measure, 'new payee')} within 24 hours, out of ${money(own.receivedMinor24h, leg.currency)} that had come in.`,
        evidence: { newPayees: measure, receivedMinor: own.receivedMinor24h },
      };
    },
  },
});
