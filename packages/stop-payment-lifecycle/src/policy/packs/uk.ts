import { DAY_MS, HOUR_MS } from '../duration';
import type { PolicyPack } from '../policyPack';
import { BANK, CHECKED_ON, GENERIC_BASES, NO_RENEWAL, PEOPLE } from './common';

const byTheBank = {
  HOLD_TRANSFER: ['UK-PSR-2024'],
  FREEZE_AMOUNT: ['UK-POCA'],
  RECALL_TRANSFER: ['GENERIC-RECALL'],
};

/** United Kingdom. */
export const ukPack: PolicyPack = {
  name: 'UK',
  version: `UK ${CHECKED_ON}`,
  title: 'United Kingdom',
  inForce: true,
  homeCurrency: 'GBP',
  warnBeforeExpiryMs: 4 * HOUR_MS,
  automatic: { holdSparesProtections: ['PUBLIC_BODY'], perAccountPerDayMax: null, amountMinorMin: {} },
  defaults: {
    DECISION: byTheBank,
    FUND_TRACE: byTheBank,
    ANALYST: byTheBank,
    POLICE_ORDER: { FREEZE_AMOUNT: ['GENERIC-AUTHORITY'], RECALL_TRANSFER: ['GENERIC-RECALL'] },
    COURT_ORDER: { FREEZE_AMOUNT: ['UK-POCA-AFO'], RECALL_TRANSFER: ['GENERIC-RECALL'] },
  },
  bases: [
    {
      code: 'UK-PSR-2024',
      title: "Delay of an outbound payment by the payer's bank",
      source: 'Payment Services (Amendment) Regulations 2024',
      sourceDate: CHECKED_ON,
      confidence: 'READ',
      inForceFrom: '2024-10-30',
      ownDuty: true,
      mayOrder: BANK,
      mayEnd: [...PEOPLE, 'FUND_TRACE'],
      mayReturn: [],
      returnWithoutAuthorityUpTo: null,
      countersign: [],
      actsOn: ['TRANSFER'],
      // In summer the business day of London ends at 23:00 UTC; in winter this ends a stop an hour early.
      duration: { kind: 'BUSINESS_DAYS', days: 4, dayEndsAtUtcHour: 23 },
      renewals: NO_RENEWAL,
      convertsTo: [],
      lapses: 'With the end of the 4th business day after the payment order was received.',
      notes: [
        'Reasonable grounds to suspect fraud must be established by the end of the next business day.',
        'The payer is told of the delay, its reasons and what to do.',
      ],
    },
    {
      code: 'UK-POCA',
      title: 'Freeze of a beneficiary under the consent regime',
      source: 'Proceeds of Crime Act 2002, sections 335 and 336: notice period and moratorium',
      sourceDate: CHECKED_ON,
      confidence: 'TO_CONFIRM',
      inForceFrom: '2003-02-24',
      ownDuty: true,
      mayOrder: BANK,
      mayEnd: [...PEOPLE, 'FUND_TRACE'],
      mayReturn: ['FUND_TRACE', 'ANALYST', 'POLICE_ORDER', 'COURT_ORDER'],
      returnWithoutAuthorityUpTo: null,
      countersign: ['RETURN_FUNDS'],
      actsOn: ['AMOUNT'],
      duration: { kind: 'BUSINESS_DAYS', days: 7, dayEndsAtUtcHour: 23 },
      renewals: { max: 1, duration: { kind: 'FIXED', ms: 31 * DAY_MS } },
      convertsTo: ['UK-POCA-AFO'],
      lapses:
        'After the notice period of 7 working days; where consent was refused, renewed once by 31 days.',
      notes: [
        'A report to the financial intelligence unit goes with it; the customer must not be tipped off.',
      ],
    },
    {
      code: 'UK-POCA-AFO',
      title: 'Account freezing order',
      source: 'Proceeds of Crime Act 2002, section 303Z3',
      sourceDate: CHECKED_ON,
      confidence: 'TO_CONFIRM',
      inForceFrom: '2018-01-31',
      ownDuty: false,
      mayOrder: ['COURT_ORDER'],
      mayEnd: ['COURT_ORDER'],
      mayReturn: ['COURT_ORDER'],
      returnWithoutAuthorityUpTo: null,
      countersign: ['RETURN_FUNDS'],
      actsOn: ['AMOUNT', 'ACCOUNT'],
      duration: { kind: 'FIXED', ms: 730 * DAY_MS },
      renewals: NO_RENEWAL,
      convertsTo: [],
      lapses: 'With the end that the order names, at most two years.',
      notes: [],
    },
    ...GENERIC_BASES,
  ],
};
