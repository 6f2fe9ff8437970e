import type { AccountFeatures } from '@sluice/account-state';
import { isOrderedNow, isPushOrCrypto } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { isRecentPayee } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, DAY_MS, money, percent, span } from '../../rule/words';
import { SOURCES } from '../sources';

const HOUR_MS = 3_600_000;

/**
 * Payments to one payee of recent date that do not shrink and are far above the account's daily habit: fake investments,
 * romance. A new landlord is paid the same every month and within the habit; a payee saved long ago is no new acquaintance.
 */
export const escalatingSeries = defineRule({
  id: 'victim.escalating-series',
  family: 'victim',
  source: SOURCES.ukAppScams,
  meaning:
    'A further large payment to a payee of some days or weeks, about as large as any that the account has made.',
  measure: {
    unit: 'percent',
    meaning: 'of some days of habit',
    max: 100_000,
    strength: 'MORE',
  },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    growthPercent: {
      unit: 'percent',
      min: 1,
      max: 1_000,
      meaning: 'least size, of the largest payment remembered, earlier ones of the series included',
    },
    habitDays: { unit: 'days', min: 1, max: 60, meaning: 'days of habit that it is measured by' },
    habitFloor: {
      unit: 'amount',
      min: 1,
      max: 1_000_000,
      meaning: 'least habit that is reckoned with',
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
    onlyIf: {
      leg: ['PUSH_OR_CRYPTO', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      counterparty: { knownAtMost: 'seriesDays' },
    },
    measure(leg, own, parameters) {
      if (own.counterpartyFirstAt === 0 || own.counterpartyLegs > parameters.legsMax) return NOT_APPLICABLE;
      if (leg.amountMinor < parameters.minAmount || !isSeriesPayment(leg)) return NOT_APPLICABLE;
      if (own.at - own.counterpartyFirstAt <= parameters.followUpHours * HOUR_MS) return NOT_APPLICABLE;
      if (!isRecentPayee(leg, own, parameters.seriesDays)) return NOT_APPLICABLE;
      if (leg.amountMinor * 100 < own.habitOutMaxMinor * parameters.growthPercent) return NOT_APPLICABLE;
      return (leg.amountMinor * 100) / habitOf(own, parameters);
    },
    explain(leg, own, parameters, measure) {
      const habit = habitOf(own, parameters);
      const sinceFirst = own.at - own.counterpartyFirstAt;
      return {
        detail: `${money(leg.amountMinor, leg.currency)} after ${counted(own.counterpartyLegs, 'payment')} to the same payee in ${span(sinceFirst)}, ${percent(measure)} of the ${money(habit, leg.currency)} reckoned for ${counted(parameters.habitDays, 'day')}.`,
        evidence: {
          amountMinor: leg.amountMinor,
          habitMinor: Math.round(habit),
          largestMinor: Math.round(own.habitOutMaxMinor),
          earlierPayments: own.counterpartyLegs,
          daysSinceFirst: Math.floor(sinceFirst / DAY_MS),
        },
      };
    },
  },
});

function isSeriesPayment(leg: LegView): boolean {
  return isOrderedNow(leg) && isPushOrCrypto(leg) && leg.creditorKind !== 'MERCHANT';
}

interface Habit {
  readonly habitDays: number;
  readonly habitFloor: number;
}

function habitOf(own: AccountFeatures, habit: Habit): number {
  return Math.max(own.habitOutMinorPerDay * habit.habitDays, habit.habitFloor);
}
