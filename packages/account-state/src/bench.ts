import { parseArgs } from 'node:util';
import { AccountStore } from './accountStore';
import { fillStore, measureSpeed } from './bench/measure';
import { DISTRIBUTION, Traffic } from './bench/traffic';
import { NOON } from './testing/builders';

/**
 * npx tsx packages/account-state/src/bench.ts [--accounts 1000000] [--days 8] [--json]
 *
 * Fills a store with `days` days of traffic, so that windows are full and expire, then measures 2 million legs in batches:
 * look-up by bytes, features read, leg recorded. Accounts are hit at random by their activity, so nearly every one comes
 * from memory, not from a cache. Speed wants bundled code: what tsx makes of imports costs a property read each.
 */
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '8' },
    json: { type: 'boolean', default: false },
  },
});
const BATCHES = 10;

function main(): void {
  const accounts = Number(values.accounts);
  const store = new AccountStore();
  const traffic = new Traffic(accounts, NOON);
  const longestPauseMs = fillStore(store, traffic, accounts, Number(values.days));
  const speed = measureSpeed(store, traffic, BATCHES);
  const { reservedBytes, usedBytes } = store.memory;
  const result = {
    accounts: store.accountCount,
    bytesPerAccount: Math.round(reservedBytes / store.accountCount),
    usedBytesPerAccount: Math.round(usedBytes / store.accountCount),
    rssBytes: process.memoryUsage().rss,
    ...speed,
    longestPauseMs: Math.round(longestPauseMs * 100) / 100,
    distribution: DISTRIBUTION,
  };
  if (!values.json) for (const [name, value] of Object.entries(result)) say(`${name}: ${value}`);
  else say(JSON.stringify(result));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
