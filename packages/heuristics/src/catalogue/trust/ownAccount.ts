import { isCryptoOrWallet } from '../../leg/legKinds';
import { defineRule, MISSING, NOT_APPLICABLE, type SideRule } from '../../rule/rule';
import { SOURCES } from '../sources';

const ELSEWHERE = 1;
const STAYS_WITH_US = 2;

/**
 * Both accounts belong to one holder. Where both are ours, the money stays within reach: a victim who empties the savings into the
 * current account is stopped at the next step, when it leaves. An exchange account in the victim's own name is the usual first station of an
 * investment scam, so it is no mitigation there.
 */
const sideRule: SideRule<never> = {
  victim: true,
  mule: true,
  needs: 'LEG',
  measure(leg) {
    if (isCryptoOrWallet(leg)) return NOT_APPLICABLE;
    if (leg.sameHolder === null) return MISSING;
    if (!leg.sameHolder) return NOT_APPLICABLE;
    return leg.creditorOwnership === 'OURS' ? STAYS_WITH_US : ELSEWHERE;
  },
  explain(_leg, _own, _parameters, measure) {
    const where = measure === STAYS_WITH_US ? ', and the money stays with this bank' : '';
    return { detail: `Both accounts belong to the same holder${where}.`, evidence: { sameHolder: 1 } };
  },
};

export const ownAccount = defineRule<never>({
  id: 'trust.own-account',
  family: 'trust',
  source: SOURCES.friction,
  meaning: 'The payer pays an account of his own, other than at a crypto exchange or wallet.',
  measure: {
    unit: 'level',
    meaning: '1: own account elsewhere, 2: own account with us',
    max: 2,
    strength: 'MORE',
  },
  parameters: {},
  debtor: sideRule,
  creditor: sideRule,
});
