import { leavesSight } from '../../leg/legKinds';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted } from '../../rule/words';
import { SOURCES } from '../sources';

/**
 * Many of our customers have paid this payee over 90 days: a landlord, a shop, a car dealer, a notary. A crypto exchange has many
 * payers too, and is where stolen money goes.
 */
export const establishedPayee = defineRule({
  id: 'trust.established-payee',
  family: 'trust',
  source: SOURCES.friction,
  meaning: 'Many payers, first seen more than a day ago, have paid this payee within 90 days.',
  measure: { unit: 'count', meaning: 'settled payers', max: 1_000_000, strength: 'MORE' },
  parameters: {},
  creditor: {
    victim: true,
    mule: true,
    payerMule: true,
    needs: 'PARTIAL',
    measure(leg, own) {
      return leavesSight(leg) ? NOT_APPLICABLE : own.settledPayers;
    },
    explain(_leg, _own, _parameters, measure) {
      return {
        detail: `About ${counted(measure, 'other payer')} of the last 90 days paid this payee before today.`,
        evidence: { settledPayers: measure },
      };
    },
  },
});
