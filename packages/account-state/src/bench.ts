import { AccountStore } from './accountStore';
import { ACTIVITY, Traffic, TrafficBatch } from './bench/traffic';
import { createAccountFeatures } from './createAccountFeatures';
import type { LegFacts } from './legFacts';
import { NOON } from './testing/builders';

/**
 * npx tsx packages/account-state/src/bench.ts [accounts] [days]
 *
 * Fills a store with `days` days of traffic (default 1,000,000 accounts, 14 days), so that windows are full and expire,
 * and measures the last 2 million legs in batches: look-up by id, features read, leg recorded. Accounts are hit at random
 * by their activity, so nearly every one comes from memory, not from a cache.
 */
const BATCH = 100_000;
const MEASURED_BATCHES = 20;

const accounts = Number(process.argv[2] ?? 1_000_000);
const days = Number(process.argv[3] ?? 14);

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// Processor time, not the clock's: other processes on the machine must not count.
function cpuMicroseconds(): number {
  return process.cpuUsage().user;
}

function main(): void {
  const rssBefore = process.memoryUsage().rss;
  const traffic = new Traffic(accounts, NOON);
  const batch = new TrafficBatch(BATCH);
  const store = new AccountStore();
  const features = createAccountFeatures();
  const leg = {
    direction: 'OUT' as LegFacts['direction'],
    transferHash: 0,
    counterpartyHash: 0,
    amountMinor: 0,
    currency: 'EUR',
    at: 0,
  };
  const slots = new Int32Array(BATCH);

  const total = Math.ceil((traffic.legsPerWeek * days) / 7 / BATCH);
  say(
    `${accounts} accounts, ${(traffic.legsPerWeek / accounts).toFixed(1)} legs each in 7 days, ${days} days:`,
  );
  for (const { share, from, to } of ACTIVITY)
    say(`  ${share * 100}% of accounts ${from} to ${to} legs in 7 days`);
  const nanoseconds: number[] = [];
  const lookUps: number[] = [];
  let sum = 0;
  for (let round = 0; round < total + MEASURED_BATCHES; round++) {
    traffic.fill(batch);
    const ids = Array.from(batch.accounts, (account) => Traffic.idOf(account));
    const started = cpuMicroseconds();
    for (let i = 0; i < BATCH; i++) slots[i] = store.slotOf(ids[i]!);
    const lookedUp = cpuMicroseconds();
    for (let i = 0; i < BATCH; i++) {
      const slot = slots[i]!;
      batch.leg(i, leg);
      store.readFeatures(slot, leg, features);
      sum += features.out.count[3]!;
      store.recordLeg(slot, leg);
    }
    const done = cpuMicroseconds();
    store.evict(traffic.at, { maxSlots: 2_000 });
    if (round < total) continue;
    lookUps.push(((lookedUp - started) * 1e3) / BATCH);
    nanoseconds.push(((done - lookedUp) * 1e3) / BATCH);
  }
  nanoseconds.sort((a, b) => a - b);
  lookUps.sort((a, b) => a - b);
  const middle = MEASURED_BATCHES / 2;
  const { reservedBytes, usedBytes } = store.memory;
  say(
    `readFeatures + recordLeg: ${nanoseconds[middle]!.toFixed(0)} ns (best ${nanoseconds[0]!.toFixed(0)}, worst ${nanoseconds.at(-1)!.toFixed(0)})`,
  );
  say(`slotOf: ${lookUps[middle]!.toFixed(0)} ns`);
  say(
    `memory: ${(reservedBytes / store.accountCount).toFixed(0)} bytes an account reserved, ${(usedBytes / store.accountCount).toFixed(0)} in use, ${store.accountCount} accounts, ids included`,
  );
  say(
    `process: ${((process.memoryUsage().rss - rssBefore) / 2 ** 20).toFixed(0)} MiB more than at the start, the bench's own tables included`,
  );
  say(
    `legs per window on average when read: ${(sum / ((total + MEASURED_BATCHES) * BATCH)).toFixed(1)} out in 7 days`,
  );
}

main();
