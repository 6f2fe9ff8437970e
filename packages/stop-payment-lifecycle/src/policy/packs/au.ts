import { DAY_MS, HOUR_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { BANK, CHECKED_ON, GENERIC_BASES, NO_RENEWAL, PEOPLE } from './common';
import { genericPack } from './generic';

const byTheBank = {
  HOLD_TRANSFER: ['AU-SPF', 'GENERIC-HOLD'],
  FREEZE_AMOUNT: ['AU-SPF', 'GENERIC-HOLD'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};

/** Australia: its framework is not in force, so every stop rests on the generic bases until it is. */
export const auPack: PolicyPack = {
  name: 'AU',
  version: `AU ${CHECKED_ON}`,
  title: 'Australia (not in force: sector designated 2026, codes proposed from 31 March 2027)',
  inForce: false,
  homeCurrency: 'AUD',
  warnBeforeExpiryMs: 4 * HOUR_MS,
  automatic: genericPack.automatic,
  defaults: { ...genericPack.defaults, DECISION: byTheBank, FUND_TRACE: byTheBank, ANALYST: byTheBank },
  bases: [
    {
      code: 'AU-SPF',
      title: 'Proportionate disruption under the Scams Prevention Framework',
      source: 'Scams Prevention Framework: safe harbour',
      sourceDate: CHECKED_ON,
      confidence: 'TO_CONFIRM',
      inForceFrom: null,
      ownDuty: true,
      mayOrder: BANK,
      mayEnd: [...PEOPLE, 'FUND_TRACE'],
      mayReturn: ['ANALYST', 'POLICE_ORDER', 'COURT_ORDER'],
      returnWithoutAuthorityUpTo: null,
      countersign: ['RETURN_FUNDS'],
      actsOn: ['TRANSFER', 'AMOUNT'],
      duration: { kind: 'FIXED', ms: 28 * DAY_MS },
      renewals: NO_RENEWAL,
      convertsTo: ['GENERIC-AUTHORITY'],
      lapses: 'After 28 days, the bound of the safe harbour.',
      notes: [],
    },
    ...GENERIC_BASES,
  ],
};
