import { isCryptoOrWallet } from '../../leg/legKinds';
import { defineRule, MISSING, NOT_APPLICABLE, type SideRule } from '../../rule/rule';
import { SOURCES } from '../sources';

/**
 * Both accounts belong to one holder. An exchange account in the victim's own name is the usual first station of an
 * investment scam, so it is no mitigation there.
 */
const sideRule: SideRule<never> = {
  victim: true,
  mule: true,
  needs: 'LEG',
  measure(leg) {
    if (isCryptoOrWallet(leg)) return NOT_APPLICABLE;
    if (leg.sameHolder === null) return MISSING;
    return leg.sameHolder ? 1 : NOT_APPLICABLE;
  },
  explain() {
    return { detail: 'Both accounts belong to the same holder.', evidence: { sameHolder: 1 } };
  },
};

export const ownAccount = defineRule<never>({
  id: 'trust.own-account',
  family: 'trust',
  source: SOURCES.friction,
  meaning: 'The payer pays an account of his own, other than at a crypto exchange or wallet.',
  measure: { unit: 'level', meaning: '1: same holder', max: 1, strength: 'MORE' },
  parameters: {},
  debtor: sideRule,
  creditor: sideRule,
});
