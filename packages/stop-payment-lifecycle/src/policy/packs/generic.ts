import { HOUR_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { CHECKED_ON, GENERIC_BASES } from './common';

const byTheBank = {
  HOLD_TRANSFER: ['GENERIC-HOLD'],
  FREEZE_AMOUNT: ['GENERIC-HOLD'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};
const byAnAuthority = {
  HOLD_TRANSFER: ['GENERIC-AUTHORITY'],
  FREEZE_AMOUNT: ['GENERIC-AUTHORITY'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};

/** Where no other pack applies: the bank's own terms, 24 hours. */
export const genericPack: PolicyPack = {
  name: 'GENERIC',
  version: `GENERIC ${CHECKED_ON}`,
  title: "The bank's own terms, no jurisdiction's law",
  inForce: true,
  homeCurrency: 'EUR',
  warnBeforeExpiryMs: 2 * HOUR_MS,
  automatic: { holdSparesProtections: ['PUBLIC_BODY'], perAccountPerDayMax: null, amountMinorMin: {} },
  defaults: {
    DECISION: byTheBank,
    FUND_TRACE: byTheBank,
    ANALYST: byTheBank,
    POLICE_ORDER: byAnAuthority,
    COURT_ORDER: byAnAuthority,
  },
  bases: GENERIC_BASES,
};
