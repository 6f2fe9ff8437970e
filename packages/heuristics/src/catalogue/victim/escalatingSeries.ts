import { isCryptoOrWallet, isOrderedNow, isPush } from '../../leg/legKinds';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, DAY_MS, money, percent, span } from '../../rule/words';
import { SOURCES } from '../sources';

const HOUR_MS = 3_600_000;

/**
 * Growing payments to one payee of recent date, each the largest that the account has made: fake investments, romance. A new
 * landlord is paid the same every month, and less than before is no escalation.
 */
export const escalatingSeries = defineRule({
  id: 'victim.escalating-series',
  family: 'victim',
  source: SOURCES.ukAppScams,
  meaning: 'A further payment to a payee of some days or weeks, larger than any that the account makes.',
  measure: {
    unit: 'percent',
    meaning: 'of the largest payment remembered, earlier ones of the series included',
    max: 100_000,
    strength: 'MORE',
  },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    habitFloor: {
      unit: 'amount',
      min: 1,
      max: 1_000_000,
      meaning: 'least usual payment that is reckoned with',
    },
    followUpHours: {
      unit: 'hours',
      min: 0,
      max: 168,
      meaning: 'before this the payment is a follow-up of the first (victim.first-large-to-new-payee)',
    },
    seriesDays: { unit: 'days', min: 1, max: 365, meaning: 'longest time since the first payment' },
    legsMax: { unit: 'count', min: 1, max: 1_000, meaning: 'most earlier payments to the payee' },
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    measure(leg, own, parameters) {
      if (!isOrderedNow(leg) || !(isPush(leg) || isCryptoOrWallet(leg))) return NOT_APPLICABLE;
      if (leg.creditorKind === 'MERCHANT' || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (own.counterpartyFirstAt === 0 || own.counterpartyLegs > parameters.legsMax) return NOT_APPLICABLE;
      const sinceFirst = own.at - own.counterpartyFirstAt;
      if (sinceFirst <= parameters.followUpHours * HOUR_MS) return NOT_APPLICABLE;
      if (sinceFirst > parameters.seriesDays * DAY_MS) return NOT_APPLICABLE;
      return (leg.amountMinor * 100) / Math.max(own.habitOutMaxMinor, parameters.habitFloor);
    },
    explain(leg, own, parameters, measure) {
      const largest = Math.max(own.habitOutMaxMinor, parameters.habitFloor);
      const sinceFirst = own.at - own.counterpartyFirstAt;
      return {
        detail: `${money(leg.amountMinor, leg.currency)} after ${counted(own.counterpartyLegs, 'payment')} to the same payee in ${span(sinceFirst)}, ${percent(measure)} of the ${money(largest, leg.currency)} that was the largest so far.`,
        evidence: {
          amountMinor: leg.amountMinor,
          largestMinor: Math.round(largest),
          earlierPayments: own.counterpartyLegs,
          daysSinceFirst: Math.floor(sinceFirst / DAY_MS),
        },
      };
    },
  },
});
