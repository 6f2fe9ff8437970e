import type { AccountFeatures } from '@sluice/account-state';
import { isOrderedPush } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { isLongSavedPayee } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { DAY_MS, money, percent, span } from '../../rule/words';
import { SOURCES } from '../sources';

const HOUR_MS = 3_600_000;

/**
 * A large payment to a payee never paid before, measured by the largest the account usually makes; a follow-up on the same
 * day is measured by the daily habit, because the first payment has become the largest.
 */
export const firstLargeToNewPayee = defineRule({
  id: 'victim.first-large-to-new-payee',
  family: 'victim',
  source: SOURCES.ukAppScams,
  meaning: 'The first payments to a new payee, large for this account.',
  measure: {
    unit: 'percent',
    meaning: 'of the largest usual payment',
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
      meaning: 'how long after the first payment a follow-up counts as one with it',
    },
    habitDays: {
      unit: 'days',
      min: 1,
      max: 60,
      meaning: 'days of habit that a follow-up is measured by',
    },
    noHabitPercent: {
      unit: 'percent',
      min: 100,
      max: 100_000,
      meaning: 'largest measure of an account whose habit is not known',
    },
    savedPayeeDays: {
      unit: 'days',
      min: 1,
      max: 3_650,
      meaning: 'a payee saved longer ago than this is not new',
    },
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: {
      leg: ['PUSH', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      counterparty: { knownAtMost: 'followUpHours' },
    },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (own.counterpartyKnown && !isFollowUp(own, parameters.followUpHours)) return NOT_APPLICABLE;
      if (isLongSavedPayee(leg, parameters.savedPayeeDays)) return NOT_APPLICABLE;
      const share = (leg.amountMinor * 100) / usualPayment(own, parameters);
      return own.habitOutMaxMinor === 0 ? Math.min(share, parameters.noHabitPercent) : share;
    },
    explain(leg, own, parameters, measure) {
      const usual = usualPayment(own, parameters);
      return {
        detail: `${money(leg.amountMinor, leg.currency)} to ${payeeWords(leg, own)}, ${percent(measure)} of the ${money(usual, leg.currency)} that this account pays at most as a rule.`,
        evidence: {
          amountMinor: leg.amountMinor,
          usualMinor: Math.round(usual),
          percentOfUsual: measure,
          earlierPayments: own.counterpartyLegs,
        },
      };
    },
  },
});

interface Habit {
  readonly habitFloor: number;
  readonly habitDays: number;
}

function isFollowUp(own: AccountFeatures, hours: number): boolean {
  return own.counterpartyFirstAt > 0 && own.at - own.counterpartyFirstAt <= hours * HOUR_MS;
}

function usualPayment(own: AccountFeatures, habit: Habit): number {
  const usual = own.counterpartyKnown ? own.habitOutMinorPerDay * habit.habitDays : own.habitOutMaxMinor;
  return Math.max(usual, habit.habitFloor);
}

function payeeWords(leg: LegView, own: AccountFeatures): string {
  if (own.counterpartyKnown) return `a payee first paid ${span(own.at - own.counterpartyFirstAt)} before`;
  const savedAt = leg.payeeAddedAt;
  if (savedAt === null || savedAt > leg.occurredAt || leg.occurredAt - savedAt > DAY_MS) {
    return 'a payee never paid before';
  }
  return `a payee never paid before and saved ${span(leg.occurredAt - savedAt)} before`;
}
