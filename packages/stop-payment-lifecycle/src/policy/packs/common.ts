import { DAY_MS } from '../duration';
import type { LegalBasis } from '../policyPack';

/** When the texts behind these packs were looked at. */
export const CHECKED_ON = '2026-11-24';

/** The causes from within the bank, models included. */
export const BANK: LegalBasis['mayOrder'] = ['DECISION', 'FUND_TRACE', 'ANALYST'];
/** The people and authorities who may end a stop that the bank began. */
export const PEOPLE: LegalBasis['mayEnd'] = ['ANALYST', 'POLICE_ORDER', 'COURT_ORDER'];
export const AUTHORITIES: LegalBasis['mayOrder'] = ['POLICE_ORDER', 'COURT_ORDER'];

export const NO_RENEWAL: LegalBasis['renewals'] = { max: 0, duration: { kind: 'FIXED', ms: DAY_MS } };

/** The bank's own terms: used wherever no law of the jurisdiction gives the bank a duty or right of its own. */
export const GENERIC_HOLD: LegalBasis = {
  code: 'GENERIC-HOLD',
  title: "Hold or freeze under the bank's own terms",
  source: "The bank's general terms with its customers",
  sourceDate: CHECKED_ON,
  confidence: 'TO_CONFIRM',
  inForceFrom: '1970-01-01',
  ownDuty: true,
  mayOrder: BANK,
  mayEnd: [...PEOPLE, 'FUND_TRACE'],
  mayReturn: ['FUND_TRACE', 'ANALYST', 'POLICE_ORDER', 'COURT_ORDER'],
  returnWithoutAuthorityUpTo: null,
  // Frozen money leaves the account for good: never on one person's word.
  countersign: ['RETURN_FUNDS'],
  actsOn: ['TRANSFER', 'AMOUNT'],
  duration: { kind: 'FIXED', ms: DAY_MS },
  renewals: { max: 6, duration: { kind: 'FIXED', ms: DAY_MS } },
  convertsTo: ['GENERIC-AUTHORITY'],
  lapses: 'After 24 hours, unless a person renews it: at most seven days in all.',
  notes: ['The customer is told that a payment or an amount is held, and whom to ask.'],
};

/** Asking another bank for settled money: it stops nothing, so its end only says when we stop waiting. */
export const GENERIC_RECALL: LegalBasis = {
  code: 'GENERIC-RECALL',
  title: 'Recall of a settled transfer for fraud under the payment scheme',
  source:
    'Scheme rules on recalls, for example the SEPA credit transfer rulebook: an answer is due in 15 days',
  sourceDate: CHECKED_ON,
  confidence: 'TO_CONFIRM',
  inForceFrom: '1970-01-01',
  ownDuty: true,
  mayOrder: [...BANK, ...AUTHORITIES],
  mayEnd: [...PEOPLE, 'FUND_TRACE'],
  mayReturn: [],
  returnWithoutAuthorityUpTo: null,
  countersign: [],
  actsOn: ['RECALL'],
  duration: { kind: 'BUSINESS_DAYS', days: 15, dayEndsAtUtcHour: 22 },
  renewals: { max: 1, duration: { kind: 'BUSINESS_DAYS', days: 15, dayEndsAtUtcHour: 22 } },
  convertsTo: [],
  lapses: 'With the 15th business day after it was asked for; the recall is then withdrawn.',
  notes: [],
};

/** An authority's written order where the pack knows no law of its own. */
export const GENERIC_AUTHORITY: LegalBasis = {
  code: 'GENERIC-AUTHORITY',
  title: 'Written order of the police or a court',
  source: 'The order itself, which the bank keeps under its reference',
  sourceDate: CHECKED_ON,
  confidence: 'TO_CONFIRM',
  inForceFrom: '1970-01-01',
  ownDuty: false,
  mayOrder: AUTHORITIES,
  mayEnd: AUTHORITIES,
  mayReturn: AUTHORITIES,
  returnWithoutAuthorityUpTo: null,
  countersign: ['RETURN_FUNDS'],
  actsOn: ['TRANSFER', 'AMOUNT'],
  duration: { kind: 'FIXED', ms: 30 * DAY_MS },
  renewals: { max: null, duration: { kind: 'FIXED', ms: 30 * DAY_MS } },
  convertsTo: [],
  lapses: 'After 30 days or with the earlier end that the order names, unless it is renewed.',
  notes: ['Every order carries the reference of the authority.'],
};

export const GENERIC_BASES: LegalBasis[] = [GENERIC_HOLD, GENERIC_RECALL, GENERIC_AUTHORITY];
