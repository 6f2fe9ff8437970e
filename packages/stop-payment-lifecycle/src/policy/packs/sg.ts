import { DAY_MS, HOUR_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { CHECKED_ON, GENERIC_BASES } from './common';
import { genericPack } from './generic';

/** Singapore. */
export const sgPack: PolicyPack = {
  name: 'SG',
  version: `SG ${CHECKED_ON}`,
  title: 'Singapore',
  inForce: true,
  homeCurrency: 'SGD',
  warnBeforeExpiryMs: 4 * HOUR_MS,
  automatic: genericPack.automatic,
  // The restriction order acts on a whole account, so a police order on an amount rests on the generic basis.
  defaults: genericPack.defaults,
  bases: [
    {
      code: 'SG-PSA-2025',
      title: "Restriction order on a likely victim's account",
      source: 'Protection from Scams Act 2025',
      sourceDate: CHECKED_ON,
      confidence: 'READ',
      inForceFrom: '2025-07-01',
      ownDuty: false,
      mayOrder: ['POLICE_ORDER'],
      mayEnd: ['POLICE_ORDER', 'COURT_ORDER'],
      mayReturn: [],
      returnWithoutAuthorityUpTo: null,
      countersign: [],
      actsOn: ['ACCOUNT'],
      duration: { kind: 'FIXED', ms: 30 * DAY_MS },
      renewals: { max: 5, duration: { kind: 'FIXED', ms: 30 * DAY_MS } },
      convertsTo: [],
      lapses: 'After 30 days, extended at most five times by 30 days each.',
      notes: ["It protects the victim: the account is the payer's, not the payee's."],
    },
    ...GENERIC_BASES,
  ],
};
