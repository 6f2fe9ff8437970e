/**
 * What a transfer really is: honest, a victim's stolen payment, a mule passing stolen money on, or the victim's own money
 * moved between the victim's accounts because the scammer said so (not stolen yet, and not honest life either).
 */
export type LabelClass = 'HONEST' | 'FRAUD' | 'LAUNDERING' | 'PREPARATION';

/** Every kind of honest life and of fraud that the bank shows, by name. */
export const HONEST_PATTERNS = [
  'salary',
  'pension',
  'rent',
  'landlord-mortgage',
  'shop',
  'friend',
  'bill-split',
  'second-hand',
  'private-car',
  'craftsman',
  'change-of-bank',
  'own-account',
  'savings',
  'refund',
  'night',
  'utility',
  'cash',
  'cash-deposit',
  'invoice',
  'car-dealer',
  'house-purchase',
  'tax',
  'collection',
  'collection-spend',
  'student',
  'supplier',
  'sales-income',
  'merchant-payout',
  'crypto-habit',
  'new-phone',
  'branch',
  'gift',
  'insurance-payout',
  'mule-cover',
  'restitution',
] as const;
export type HonestPattern = (typeof HONEST_PATTERNS)[number];

export const FRAUD_PATTERNS = ['safe-account', 'investment', 'account-takeover', 'purchase-scam'] as const;
export type FraudPattern = (typeof FRAUD_PATTERNS)[number];

export const LAUNDERING_PATTERNS = ['mule-split', 'cash-out', 'off-us', 'crypto-exit'] as const;
export type LaunderingPattern = (typeof LAUNDERING_PATTERNS)[number];

export const PREPARATION_PATTERNS = ['savings-emptied'] as const;
export type PreparationPattern = (typeof PREPARATION_PATTERNS)[number];

export interface Label {
  readonly class: LabelClass;
  readonly pattern: HonestPattern | FraudPattern | LaunderingPattern | PreparationPattern;
  /** 1, 2, … of the fraud it belongs to; null where honest. */
  readonly caseNo: number | null;
}

const HONEST_LABELS = new Map<HonestPattern, Label>(
  HONEST_PATTERNS.map((pattern) => [pattern, { class: 'HONEST', pattern, caseNo: null }]),
);

/** The label of an honest transfer; one object per pattern, since there are many. */
export function honest(pattern: HonestPattern): Label {
  return HONEST_LABELS.get(pattern)!;
}

export function fraud(pattern: FraudPattern, caseNo: number): Label {
  return { class: 'FRAUD', pattern, caseNo };
}

export function preparation(caseNo: number): Label {
  return { class: 'PREPARATION', pattern: 'savings-emptied', caseNo };
}

export function laundering(pattern: LaunderingPattern, caseNo: number): Label {
  return { class: 'LAUNDERING', pattern, caseNo };
}
