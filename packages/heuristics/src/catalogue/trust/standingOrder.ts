import { defineRule, NOT_APPLICABLE, type SideRule } from '../../rule/rule';
import { SOURCES } from '../sources';

/** The first execution of a standing order is no habit yet: a thief can set one up. */
const sideRule: SideRule<never> = {
  victim: true,
  mule: true,
  needs: 'PARTIAL',
  measure(leg, own) {
    return leg.initiation === 'STANDING_ORDER' && own.counterpartyKnown ? 1 : NOT_APPLICABLE;
  },
  explain(_leg, own) {
    return {
      detail: 'A standing order that has been executed before.',
      evidence: { earlierPayments: own.counterpartyLegs },
    };
  },
};

export const standingOrder = defineRule<never>({
  id: 'trust.standing-order',
  family: 'trust',
  source: SOURCES.friction,
  meaning: 'A standing order between two accounts that have dealt with each other before.',
  measure: { unit: 'level', meaning: '1: a standing order', max: 1, strength: 'MORE' },
  parameters: {},
  debtor: sideRule,
  creditor: sideRule,
});
