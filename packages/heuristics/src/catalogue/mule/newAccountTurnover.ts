import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_7D } from '@sluice/account-state';
import { isPassingOn, isPush } from '../../leg/legKinds';
import type { LegTrait } from '../../leg/legTraits';
import type { LegView } from '../../leg/legView';
import { ageDays, isBusiness, windowed } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE, type Parameters, type SideRule } from '../../rule/rule';
import { counted, money, percent } from '../../rule/words';
import { SOURCES } from '../sources';

type Name = 'youngDays' | 'minAmount' | 'expectedWeek' | 'businessTimes';

/** A new account with turnover far above what a new account sees. A student's rent and pocket money from home stay below. */
export const newAccountTurnover = defineRule<Name>({
  id: 'mule.new-account-turnover',
  family: 'mule',
  source: SOURCES.pbocAbnormal,
  meaning: 'An account opened days or weeks ago receives far more in 7 days than new accounts do.',
  measure: {
    unit: 'percent',
    meaning: 'of the income expected of a new account in 7 d',
    max: 100_000,
    strength: 'MORE',
  },
  parameters: {
    youngDays: { unit: 'days', min: 1, max: 365, meaning: 'how long an account counts as new' },
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the leg' },
    expectedWeek: {
      unit: 'amount',
      min: 1,
      max: 10_000_000,
      meaning: "most that a new private account's week brings as a rule",
    },
    businessTimes: {
      unit: 'count',
      min: 1,
      max: 1_000,
      meaning: 'how many times as much is expected of a business',
    },
  },
  debtor: sideRule(isPassingOn, 'PASSING_ON', (_leg, own) => windowed(own.in.sumMinor, WINDOW_7D)),
  creditor: sideRule(isPush, 'PUSH', (leg, own) => windowed(own.in.sumMinor, WINDOW_7D) + leg.amountMinor),
});

function sideRule(
  applies: (leg: LegView) => boolean,
  trait: LegTrait,
  received: (leg: LegView, own: AccountFeatures) => number,
): SideRule<Name> {
  return {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: [trait], amountFrom: 'minAmount', received7dFrom: 'expectedWeek' },
    measure(leg, own, parameters) {
      if (leg.amountMinor < parameters.minAmount || !applies(leg)) return NOT_APPLICABLE;
      const week = received(leg, own);
      if (week < parameters.expectedWeek) return NOT_APPLICABLE;
      if (!own.masterKnown) return MISSING;
      if (ageDays(own) > parameters.youngDays) return NOT_APPLICABLE;
      return (week * 100) / expected(own, parameters);
    },
    explain(leg, own, parameters, measure) {
      const week = received(leg, own);
      return {
        detail: `${money(week, leg.currency)} received within 7 days on an account opened ${counted(ageDays(own), 'day')} ago, ${percent(measure)} of what is expected of a new one.`,
        evidence: {
          receivedMinor: week,
          ageDays: ageDays(own),
          expectedMinor: expected(own, parameters),
        },
      };
    },
  };
}

function expected(own: AccountFeatures, parameters: Parameters<Name>): number {
  return parameters.expectedWeek * (isBusiness(own) ? parameters.businessTimes : 1);
}
