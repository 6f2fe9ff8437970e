import { isOrderedPush } from '../../leg/legKinds';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, DAY_MS, money } from '../../rule/words';
import { SOURCES } from '../sources';

/** An account wakes after a long silence with a large credit from a stranger. Its holder's own transfer is mitigated by trust.own-account. */
export const dormantReactivated = defineRule({
  id: 'mule.dormant-reactivated',
  family: 'mule',
  source: SOURCES.pbocAbnormal,
  meaning: 'After a long silence the account receives a large payment from someone who never paid it.',
  measure: { unit: 'days', meaning: 'of silence before this credit', max: 36_500, strength: 'MORE' },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['PUSH', 'ORDERED_NOW'], amountFrom: 'minAmount', counterparty: 'NEW' },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (own.lastSeenAt === 0 || own.counterpartyKnown) return NOT_APPLICABLE;
      return Math.max(0, Math.floor((own.at - own.lastSeenAt) / DAY_MS));
    },
    explain(leg, _own, _parameters, measure) {
      return {
        detail: `After ${counted(measure, 'day')} without a movement the account receives ${money(leg.amountMinor, leg.currency)} from a new payer.`,
        evidence: { silentDays: measure, amountMinor: leg.amountMinor },
      };
    },
  },
});
