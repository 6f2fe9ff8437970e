import { DAY_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { CHECKED_ON, GENERIC_BASES, NO_RENEWAL } from './common';
import { genericPack } from './generic';

const byAnAuthority = {
  FREEZE_AMOUNT: ['IN-CFCFRMS', 'GENERIC-AUTHORITY'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};

/** India. */
export const indiaPack: PolicyPack = {
  name: 'IN',
  version: `IN ${CHECKED_ON}`,
  title: 'India',
  inForce: true,
  homeCurrency: 'INR',
  warnBeforeExpiryMs: DAY_MS,
  automatic: genericPack.automatic,
  defaults: { ...genericPack.defaults, POLICE_ORDER: byAnAuthority, COURT_ORDER: byAnAuthority },
  bases: [
    {
      code: 'IN-CFCFRMS',
      title: 'Lien on the disputed amount, ticket by ticket',
      source: 'Helpline 1930, standard operating procedure of 2 January 2026',
      sourceDate: CHECKED_ON,
      confidence: 'READ',
      inForceFrom: '2026-01-02',
      ownDuty: false,
      mayOrder: ['POLICE_ORDER', 'COURT_ORDER'],
      mayEnd: ['POLICE_ORDER', 'COURT_ORDER'],
      mayReturn: ['COURT_ORDER'],
      returnWithoutAuthorityUpTo: { currency: 'INR', amountMinor: 5_000_000 },
      countersign: ['RETURN_FUNDS'],
      actsOn: ['AMOUNT'],
      duration: { kind: 'FIXED', ms: 90 * DAY_MS },
      renewals: NO_RENEWAL,
      convertsTo: ['GENERIC-AUTHORITY'],
      lapses:
        'After 90 days without a court or restoration order; sources differ on its scope, so it is a parameter.',
      notes: ['The authority reference is the acknowledgement number.'],
    },
    ...GENERIC_BASES.map((basis) =>
      basis.code === 'GENERIC-HOLD' ? { ...basis, convertsTo: [...basis.convertsTo, 'IN-CFCFRMS'] } : basis,
    ),
  ],
};
