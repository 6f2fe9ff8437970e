import { readFileSync, statSync } from 'node:fs';

/** What the detector's log says from here on about the partitions that it takes over. */
export function restoredPartitions(logFile: string) {
  const from = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  return {
    /** Accounts restored since, all partitions together; throws where one was folded from the beginning instead. */
    since(): { readonly partitions: number; readonly accounts: number } {
      return parseRestored(readFileSync(logFile).subarray(from).toString('utf8'));
    },
  };
}

const RESTORED = 'restored from a checkpoint';
const FOLDED = 'folding from the beginning';

export function parseRestored(log: string): { readonly partitions: number; readonly accounts: number } {
  const lines = log.split('\n');
  if (lines.some((line) => line.includes(FOLDED)))
    throw new Error('a partition was folded from the beginning of the log: there was no checkpoint of it');
  // The last word of a partition counts: it may be taken over twice while a group forms.
  const accounts = new Map<number, number>();
  for (const line of lines) {
    if (!line.includes(RESTORED)) continue;
    const partition = Number(/"partition":(\d+)/.exec(line)?.[1] ?? Number.NaN);
    const count = Number(/"accounts":(\d+)/.exec(line)?.[1] ?? Number.NaN);
    if (Number.isNaN(partition) || Number.isNaN(count)) throw new Error(`cannot read ${line}`);
    accounts.set(partition, count);
  }
  if (accounts.size === 0) throw new Error('the detector said of no partition that it was restored');
  return {
    partitions: accounts.size,
    accounts: [...accounts.values()].reduce((sum, count) => sum + count, 0),
  };
}
