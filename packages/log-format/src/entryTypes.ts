/** Types of entries; their numbers are written into the log and never used again for another meaning. */
export const ENTRY_TYPES = {
  DEBIT: 1,
  CREDIT: 2,
  STATUS: 3,
  ACCOUNT: 4,
  LISTING: 5,
  RULES_PREPARE: 6,
  RULES_ACTIVATE: 7,
  MARK: 8,
  HISTORY: 9,
  PARK: 10,
} as const;
export type EntryTypeName = keyof typeof ENTRY_TYPES;

const NAMES = new Map(
  Object.entries(ENTRY_TYPES).map(([name, code]) => [code as number, name as EntryTypeName]),
);

/** Name of an entry type, or undefined for one that a newer writer made. */
export function entryTypeName(code: number): EntryTypeName | undefined {
  return NAMES.get(code);
}

/** First byte of a STATUS body: the transfer is unknown to intake; only the ledger takes it, it is never scored. */
export const STATUS_LEDGER_ONLY = 1;

/** First byte of a HISTORY body: which side's windows it is for. The ledger takes the debtor's copy. */
export const HISTORY_DEBTOR = 0;
export const HISTORY_CREDITOR = 1;
