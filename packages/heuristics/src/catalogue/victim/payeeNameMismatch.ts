import { isOrderedPush } from '../../leg/legKinds';
import { isRecentPayee } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE } from '../../rule/rule';
import { money } from '../../rule/words';
import { SOURCES } from '../sources';

const CLOSE = 1;
const NO_MATCH = 2;

/** The name that the payer gave is not the account's. With a payee of long standing (a married name) it says nothing. */
export const payeeNameMismatch = defineRule({
  id: 'victim.payee-name-mismatch',
  family: 'victim',
  source: SOURCES.confirmationOfPayee,
  meaning: 'Confirmation of payee answered that the name does not match, or only nearly.',
  measure: {
    unit: 'level',
    meaning: '1: nearly the name, 2: another name',
    max: 2,
    strength: 'MORE',
  },
  parameters: {
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the payment' },
    recentPayeeDays: {
      unit: 'days',
      min: 0,
      max: 365,
      meaning: 'how long a payee counts as recent after the first payment',
    },
  },
  debtor: {
    victim: true,
    mule: false,
    needs: 'WHOLE',
    onlyIf: {
      leg: ['PUSH', 'ORDERED_NOW'],
      amountFrom: 'minAmount',
      counterparty: { knownAtMost: 'recentPayeeDays' },
    },
    measure(leg, own, parameters) {
      if (!isOrderedPush(leg) || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (leg.payeeNameMatch === 'MATCH') return NOT_APPLICABLE;
      if (!isRecentPayee(leg, own, parameters.recentPayeeDays)) return NOT_APPLICABLE;
      if (leg.payeeNameMatch === 'NOT_CHECKED') return MISSING;
      return leg.payeeNameMatch === 'NO_MATCH' ? NO_MATCH : CLOSE;
    },
    explain(leg, own, _parameters, measure) {
      const which =
        measure === NO_MATCH ? "does not match the account's" : "matches the account's only nearly";
      return {
        detail: `The payee's name ${which}, on a payment of ${money(leg.amountMinor, leg.currency)} to a ${own.counterpartyKnown ? 'recent' : 'new'} payee.`,
        evidence: { nameMismatch: measure, amountMinor: leg.amountMinor },
      };
    },
  },
});
