import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { SOURCES } from '../sources';

/**
 * One of a batch (payroll, suppliers) says nothing against who receives it. At the debit side no rule takes a batch for
 * fan-out or a hurried order in the first place.
 */
export const knownBatch = defineRule<never>({
  id: 'trust.known-batch',
  family: 'trust',
  source: SOURCES.friction,
  meaning: 'A payment of a batch, such as a payroll.',
  measure: { unit: 'level', meaning: '1: a batch', max: 1, strength: 'MORE' },
  parameters: {},
  creditor: {
    victim: false,
    mule: true,
    needs: 'LEG',
    measure(leg) {
      return leg.initiation === 'BATCH' && leg.batchId !== null ? 1 : NOT_APPLICABLE;
    },
    explain() {
      return { detail: 'Part of a batch, such as a payroll.', evidence: { batch: 1 } };
    },
  },
});
