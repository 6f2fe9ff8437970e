import type { AccountFeatures } from '@sluice/account-state';
import { isOrderedPush } from '../../leg/legKinds';
import { ageDays } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE } from '../../rule/rule';
import { counted, money } from '../../rule/words';
import { SOURCES } from '../sources';

/**
 * The payee's account was opened days ago, or has never been seen before: points for the payer's score, known only to the
 * creditor's owner. A salary batch to a new account is no order of a frightened payer and is left out.
 */
export const riskyPayee = defineRule({
  id: 'victim.risky-payee',
  family: 'victim',
  source: SOURCES.ukAppScams,
  meaning: 'A first payment to an account that is only days old, or that nobody has used before.',
  measure: {
    unit: 'days',
    meaning: "age of the payee's account",
    max: 3_650,
    strength: 'LESS',
  },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    unseenCountsAsDays: {
      unit: 'days',
      min: 0,
      max: 3_650,
      meaning: 'age that an old account without any movement counts as',
    },
  },
  creditor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: { leg: ['PUSH', 'ORDERED_NOW'], amountFrom: 'minAmount', counterparty: 'NEW' },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (own.counterpartyKnown) return NOT_APPLICABLE;
      if (!own.masterKnown) return MISSING;
      return isUnseen(own) ? Math.min(ageDays(own), parameters.unseenCountsAsDays) : ageDays(own);
    },
    explain(leg, own) {
      const age = ageDays(own);
      const unseen = isUnseen(own);
      return {
        detail: `First payment of ${money(leg.amountMinor, leg.currency)} to an account opened ${counted(age, 'day')} ago${unseen ? ', which has never moved money before' : ''}.`,
        evidence: { ageDays: age, neverSeen: unseen ? 1 : 0, amountMinor: leg.amountMinor },
      };
    },
  },
});

function isUnseen(own: AccountFeatures): boolean {
  return own.firstSeenAt === 0;
}
