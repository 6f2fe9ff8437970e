import type { LegView } from '../../leg/legView';
import { isBusiness } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { SOURCES } from '../sources';

/** One of a batch (payroll, suppliers) from an account that has made payments before: not fan-out, not a hurried order. */
export const knownBatch = defineRule<never>({
  id: 'trust.known-batch',
  family: 'trust',
  source: SOURCES.friction,
  meaning: "A payment of a batch, such as a payroll: on the debit side only a business's with a habit.",
  measure: { unit: 'level', meaning: '1: a batch', max: 1, strength: 'MORE' },
  parameters: {},
  debtor: {
    victim: true,
    mule: true,
    needs: 'WHOLE',
    measure(leg, own) {
      const isKnown = own.masterKnown && isBusiness(own) && own.habitOutPerDay > 0;
      return isBatch(leg) && isKnown ? 1 : NOT_APPLICABLE;
    },
    explain() {
      return { detail: 'Part of a batch of a business that pays regularly.', evidence: { batch: 1 } };
    },
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'LEG',
    measure(leg) {
      return isBatch(leg) ? 1 : NOT_APPLICABLE;
    },
    explain() {
      return { detail: 'Part of a batch, such as a payroll.', evidence: { batch: 1 } };
    },
  },
});

function isBatch(leg: LegView): boolean {
  return leg.initiation === 'BATCH' && leg.batchId !== null;
}
