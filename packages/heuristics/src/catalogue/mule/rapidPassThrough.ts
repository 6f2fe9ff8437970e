import type { AccountFeatures } from '@sluice/account-state';
import { isPassingOn } from '../../leg/legKinds';
import type { LegTrait } from '../../leg/legTraits';
import type { LegView } from '../../leg/legView';
import { isUnusualInflow24h } from '../../rule/read';
import { defineRule, NOT_APPLICABLE, type Parameters, type SideRule } from '../../rule/rule';
import { money, percent } from '../../rule/words';
import { SOURCES } from '../sources';

type Name = 'minReceived' | 'minAmount' | 'habitDays' | 'dayDiscountPercent';

/** In and out within hours. Income that the account is used to (payday, then rent and bills) is no pass-through. */
export const rapidPassThrough = defineRule<Name>({
  id: 'mule.rapid-pass-through',
  family: 'mule',
  source: SOURCES.fatfProfessional,
  meaning: 'What came in, other than usual income, goes out again within an hour or a day.',
  measure: {
    unit: 'percent',
    meaning: 'of what came in within 1 h (or, discounted, within 24 h) that went out after it',
    max: 100,
    strength: 'MORE',
  },
  parameters: {
    minReceived: { unit: 'amount', min: 1, max: 10_000_000, meaning: 'least sum that came in' },
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the leg' },
    habitDays: {
      unit: 'days',
      min: 1,
      max: 3_650,
      meaning: 'income of a business above so many days of habit is unusual',
    },
    dayDiscountPercent: {
      unit: 'percent',
      min: 1,
      max: 100,
      meaning: 'what a share over 24 h counts, against one over 1 h',
    },
  },
  debtor: sideRule(isPassingOn, ['PASSING_ON']),
  creditor: sideRule(() => true, []),
});

function sideRule(applies: (leg: LegView) => boolean, traits: readonly LegTrait[]): SideRule<Name> {
  return {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: traits, amountFrom: 'minAmount', received24hFrom: 'minReceived' },
    measure(leg, own, parameters) {
      if (own.receivedMinor24h < parameters.minReceived || own.forwardedMinor24h === 0) return NOT_APPLICABLE;
      if (leg.amountMinor < parameters.minAmount || !applies(leg)) return NOT_APPLICABLE;
      if (!isUnusualInflow24h(own, parameters.habitDays)) return NOT_APPLICABLE;
      return Math.max(shareOf1h(own, parameters), shareOf24h(own, parameters));
    },
    explain(leg, own, parameters) {
      const byHour = shareOf1h(own, parameters) >= shareOf24h(own, parameters);
      const received = byHour ? own.receivedMinor1h : own.receivedMinor24h;
      const forwarded = byHour ? own.forwardedMinor1h : own.forwardedMinor24h;
      const share = (forwarded * 100) / received;
      return {
        detail: `${money(forwarded, leg.currency)} of the ${money(received, leg.currency)} that came in within ${byHour ? '1 hour' : '24 hours'} (${percent(share)}) went out again.`,
        evidence: {
          receivedMinor: received,
          forwardedMinor: forwarded,
          percentForwarded: share,
          windowHours: byHour ? 1 : 24,
        },
      };
    },
  };
}

function shareOf1h(own: AccountFeatures, parameters: Parameters<Name>): number {
  return own.receivedMinor1h < parameters.minReceived
    ? 0
    : (own.forwardedMinor1h * 100) / own.receivedMinor1h;
}

function shareOf24h(own: AccountFeatures, parameters: Parameters<Name>): number {
  return (own.forwardedMinor24h * parameters.dayDiscountPercent) / own.receivedMinor24h;
}
