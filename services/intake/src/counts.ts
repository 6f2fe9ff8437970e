/** What intake has made of its input since it started. */
export interface IntakeCounts {
  debits: number;
  statuses: number;
  ledgerOnly: number;
  history: number;
  duplicates: number;
  deadLetters: number;
}

export function zeroCounts(): IntakeCounts {
  return { debits: 0, statuses: 0, ledgerOnly: 0, history: 0, duplicates: 0, deadLetters: 0 };
}
