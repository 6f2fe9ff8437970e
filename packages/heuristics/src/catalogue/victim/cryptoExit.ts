import type { AccountFeatures } from '@sluice/account-state';
import { isCryptoOrWallet, isOrderedNow } from '../../leg/legKinds';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { DAY_MS, money, percent } from '../../rule/words';
import { SOURCES } from '../sources';

/** Money to a crypto exchange or wallet, large for this account. Someone who saves there month by month is left out. */
export const cryptoExit = defineRule({
  id: 'victim.crypto-exit',
  family: 'victim',
  source: SOURCES.fatfVirtualAssets,
  meaning: 'A payment to a crypto exchange or wallet that is not the habit of this account.',
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
    habitPayeeDays: {
      unit: 'days',
      min: 1,
      max: 3_650,
      meaning: 'since when it is a habit, where no payment is larger than usual',
    },
    habitPayeeLegs: { unit: 'count', min: 1, max: 1_000, meaning: 'payments that make it a habit' },
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: { leg: ['CRYPTO_OR_WALLET', 'ORDERED_NOW'], amountFrom: 'minAmount' },
    measure(leg, own, parameters) {
      if (!isCryptoOrWallet(leg) || !isOrderedNow(leg)) return NOT_APPLICABLE;
      if (leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      const isHabit =
        own.counterpartyLegs >= parameters.habitPayeeLegs &&
        knownForDays(own) >= parameters.habitPayeeDays &&
        leg.amountMinor <= own.habitOutMaxMinor;
      if (isHabit) return NOT_APPLICABLE;
      return (leg.amountMinor * 100) / Math.max(own.habitOutMaxMinor, parameters.habitFloor);
    },
    explain(leg, own, parameters, measure) {
      const usual = Math.max(own.habitOutMaxMinor, parameters.habitFloor);
      const where = leg.creditorKind === 'WALLET' ? 'an e-money wallet' : 'a crypto exchange';
      return {
        detail: `${money(leg.amountMinor, leg.currency)} to ${where}, ${percent(measure)} of the ${money(usual, leg.currency)} that this account pays at most as a rule.`,
        evidence: {
          amountMinor: leg.amountMinor,
          usualMinor: Math.round(usual),
          earlierPayments: own.counterpartyLegs,
        },
      };
    },
  },
});

function knownForDays(own: AccountFeatures): number {
  if (!own.counterpartyKnown) return 0;
  // Known, but no longer remembered exactly: older than anything that is.
  return own.counterpartyFirstAt === 0
    ? Number.MAX_SAFE_INTEGER
    : (own.at - own.counterpartyFirstAt) / DAY_MS;
}
