/** Codes of `dead-letters`; each comes with one sentence that says what is wrong and what to do. */
export const DEAD_LETTER_CODES = [
  'UNDECODABLE',
  'UNKNOWN_SCHEMA',
  'STATUS_UNKNOWN',
  'AMOUNT_OUT_OF_RANGE',
  'CURRENCY_UNKNOWN',
  'ACCOUNT_MALFORMED',
  'ACCOUNT_IS_CARD_NUMBER',
  'SAME_ACCOUNT',
  'EVENT_TIME_IN_FUTURE',
  'FIELD_TOO_LONG',
  'FIELD_MISSING',
  'FIELD_MALFORMED',
  'TRANSFER_CONFLICT',
  'KEY_MISMATCH',
  'RULES_INVALID',
  'ENTRY_INVALID',
  'ORDER_INVALID',
  'REPORT_INVALID',
] as const;
export type DeadLetterCode = (typeof DEAD_LETTER_CODES)[number];

/** A refused record: why, where it was, and its bytes as they came. */
export interface DeadLetter {
  readonly code: DeadLetterCode;
  readonly sentence: string;
  readonly sourceTopic: string;
  readonly sourcePartition: number;
  readonly sourceOffset: bigint;
  readonly sourceTimestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}
