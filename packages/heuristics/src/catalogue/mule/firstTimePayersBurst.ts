import { WINDOW_24H } from '@sluice/account-state';
import { isBusiness } from '../../rule/read';
import { defineRule, NOT_APPLICABLE } from '../../rule/rule';
import { counted, money } from '../../rule/words';
import { SOURCES } from '../sources';
import { freshPayersWithThis, isCollecting, receivedWithThis } from './readCollecting';

/** A sudden burst of first-time payers at a private account: a fake shop's collection account. A company's new customers are its trade. */
export const firstTimePayersBurst = defineRule({
  id: 'mule.first-time-payers-burst',
  family: 'mule',
  source: SOURCES.rbiMules,
  meaning: 'Several payers within 24 hours who have never paid this private account before.',
  measure: {
    unit: 'count',
    meaning: 'first-time payers in 24 h, this one included',
    max: 100_000,
    strength: 'MORE',
  },
  parameters: {
    minMean: {
      unit: 'amount',
      min: 0,
      max: 1_000_000,
      meaning: 'least amount of this payment, and least mean sum of a first-time payer',
    },
    minTotal: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least sum that came in within 24 h' },
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'PARTIAL',
    onlyIf: { leg: ['PUSH'], amountFrom: 'minMean', counterparty: 'NEW' },
    measure(leg, own, parameters) {
      if (own.counterpartyKnown || !isCollecting(leg, own)) return NOT_APPLICABLE;
      if (isBusiness(own) || leg.creditorKind === 'COMPANY') return NOT_APPLICABLE;
      if (leg.amountMinor < parameters.minMean) return NOT_APPLICABLE;
      const fresh = freshPayersWithThis(own, WINDOW_24H);
      const sum = receivedWithThis(leg, own, WINDOW_24H);
      return sum < parameters.minTotal || sum < fresh * parameters.minMean ? NOT_APPLICABLE : fresh;
    },
    explain(leg, own, _parameters, measure) {
      const sum = receivedWithThis(leg, own, WINDOW_24H);
      return {
        detail: `${counted(measure, 'first-time payer')} within 24 hours, ${money(sum, leg.currency)} received in all.`,
        evidence: { freshPayers: measure, sumMinor: sum },
      };
    },
  },
});
