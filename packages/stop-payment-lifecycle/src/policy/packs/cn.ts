import { DAY_MS, HOUR_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { AUTHORITIES, BANK, CHECKED_ON, GENERIC_RECALL, PEOPLE } from './common';

const byTheBank = {
  HOLD_TRANSFER: ['CN-ATOFL-18'],
  FREEZE_AMOUNT: ['CN-ATOFL-18'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};
const byAnAuthority = { FREEZE_AMOUNT: ['CN-QUICK-FREEZE'], RECALL_TRANSFER: ['GENERIC-RECALL'] };

/** Mainland China. */
export const cnPack: PolicyPack = {
  name: 'CN',
  version: `CN ${CHECKED_ON}`,
  title: "People's Republic of China",
  inForce: true,
  homeCurrency: 'CNY',
  warnBeforeExpiryMs: 4 * HOUR_MS,
  automatic: { holdSparesProtections: ['PUBLIC_BODY'], perAccountPerDayMax: null, amountMinorMin: {} },
  defaults: {
    DECISION: byTheBank,
    FUND_TRACE: byTheBank,
    ANALYST: byTheBank,
    POLICE_ORDER: byAnAuthority,
    COURT_ORDER: byAnAuthority,
  },
  bases: [
    {
      code: 'CN-ATOFL-18',
      title: "The bank's own duty to delay, restrict or suspend what is abnormal",
      source: 'Anti-Telecom and Online Fraud Law (2022), article 18',
      sourceDate: CHECKED_ON,
      confidence: 'READ',
      inForceFrom: '2022-12-01',
      ownDuty: true,
      mayOrder: BANK,
      mayEnd: [...PEOPLE, 'FUND_TRACE'],
      mayReturn: AUTHORITIES,
      returnWithoutAuthorityUpTo: null,
      countersign: ['RETURN_FUNDS'],
      actsOn: ['TRANSFER', 'AMOUNT'],
      // The article names no time: a day, as for transfers at ATMs (notice 261 of 2016), is the bank's own bound.
      duration: { kind: 'FIXED', ms: DAY_MS },
      renewals: { max: 1, duration: { kind: 'FIXED', ms: DAY_MS } },
      convertsTo: ['CN-QUICK-FREEZE'],
      lapses: 'After 24 hours, once renewed after 48, unless a public-security freeze takes its place.',
      notes: [
        'The bank verifies and identifies the customer again.',
        'Data gathered for it serves anti-fraud only.',
      ],
    },
    {
      code: 'CN-EMERGENCY-STOP',
      title: 'Emergency stop of payments on a police instruction',
      source: 'Notice Yinfa 86 of 2016, article 2',
      sourceDate: CHECKED_ON,
      confidence: 'READ',
      inForceFrom: '2016-06-01',
      ownDuty: false,
      mayOrder: ['POLICE_ORDER'],
      mayEnd: AUTHORITIES,
      mayReturn: AUTHORITIES,
      returnWithoutAuthorityUpTo: null,
      countersign: [],
      actsOn: ['ACCOUNT'],
      duration: { kind: 'FIXED', ms: 48 * HOUR_MS },
      renewals: { max: 1, duration: { kind: 'FIXED', ms: 48 * HOUR_MS } },
      convertsTo: ['CN-QUICK-FREEZE'],
      lapses: 'After 48 hours, at most twice per account and case, unless a freeze takes its place.',
      notes: [
        'Credits in, no debits.',
        'The bank matches name, account, amount and time and must not stop on a mismatch.',
      ],
    },
    {
      code: 'CN-QUICK-FREEZE',
      title: 'Quick or judicial freeze',
      source: 'Order of a public-security organ or a court',
      sourceDate: CHECKED_ON,
      confidence: 'TO_CONFIRM',
      inForceFrom: '2016-01-01',
      ownDuty: false,
      mayOrder: AUTHORITIES,
      mayEnd: AUTHORITIES,
      mayReturn: AUTHORITIES,
      returnWithoutAuthorityUpTo: null,
      countersign: ['RETURN_FUNDS'],
      actsOn: ['AMOUNT', 'ACCOUNT'],
      // Six months; 180 days is never more.
      duration: { kind: 'FIXED', ms: 180 * DAY_MS },
      renewals: { max: null, duration: { kind: 'FIXED', ms: 180 * DAY_MS } },
      convertsTo: [],
      lapses: 'After six months, unless renewed by six months each.',
      notes: [
        'Return of frozen funds: the police decide and send a return notice (rules no. 41 of 2016).',
        'The bank completes a return within 3 working days.',
      ],
    },
    GENERIC_RECALL,
  ],
};
