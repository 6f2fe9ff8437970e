import { AccountStore } from './accountStore';
import { fillStore, measureSpeed } from './bench/measure';
import { DISTRIBUTION, Traffic } from './bench/traffic';
import { NOON } from './testing/builders';

/**
 * npx tsx packages/account-state/src/bench.ts [--accounts 1000000] [--days 8, fewer where that is more than 45 million legs] [--json]
 *
 * Fills a store with `days` days of traffic, so that windows are full and expire, then measures 2 million legs in batches:
 * look-up by bytes, features read, leg recorded. Memory is told as of the end of those days. Accounts are hit at random by their activity, so nearly every one comes
 * from memory, not from a cache. Speed wants bundled code: what tsx makes of imports costs a property read each.
 */
const isJson = process.argv.includes('--json');

function numberOf(flag: string, fallback: number): number {
  const at = process.argv.indexOf(flag);
  const number = at < 0 ? fallback : Number(process.argv[at + 1]);
  if (!(number > 0)) throw new RangeError(`${flag} wants a number above 0`);
  return number;
}

const BATCHES = 10;
/** More legs than this are not recorded unless `--days` says so: 5 million accounts are to take minutes. */
const LEGS_MAX = 45_000_000;

function main(): void {
  const accounts = numberOf('--accounts', 1_000_000);
  const store = new AccountStore();
  const traffic = new Traffic(accounts, NOON);
  const days = numberOf('--days', Math.min(8, (LEGS_MAX / traffic.legsPerWeek) * 7));
  const longestPauseMs = fillStore(store, traffic, accounts, days);
  const { reservedBytes, usedBytes } = store.memory;
  const result = {
    accounts: store.accountCount,
    days: Math.round(days * 10) / 10,
    bytesPerAccount: Math.round(reservedBytes / store.accountCount),
    usedBytesPerAccount: Math.round(usedBytes / store.accountCount),
    rssBytes: process.memoryUsage().rss,
    ...measureSpeed(store, traffic, BATCHES),
    longestPauseMs: Math.round(longestPauseMs * 100) / 100,
    distribution: DISTRIBUTION,
  };
  if (!isJson) for (const [name, value] of Object.entries(result)) say(`${name}: ${value}`);
  else say(JSON.stringify(result));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
