import type { AccountStore } from '../accountStore';
import { createAccountFeatures } from '../createAccountFeatures';
import type { LegFacts } from '../legFacts';
import { IdFrame } from './idFrame';
import { Traffic, TrafficBatch } from './traffic';

const BATCH = 100_000;
/** Legs that a frame holds, about. */
const FRAME = 512;
const WARMED = 32;
/** Slots that eviction looks at in the time of a batch: 64 a frame, as the fold asks for. */
const EVICTED_A_BATCH = Math.round((BATCH / FRAME) * 64);

const features = createAccountFeatures();
const leg = {
  direction: 'OUT' as LegFacts['direction'],
  transferHash: 0,
  counterpartyHash: 0,
  amountMinor: 0,
  currency: 'EUR',
  at: 0,
};

// Processor time, not the clock's: other processes on the machine must not count.
function cpuMicroseconds(): number {
  return process.cpuUsage().user;
}

/** Records `days` days of traffic; returns the longest time that one look-up that makes an account and its first leg took, ms. */
export function fillStore(store: AccountStore, traffic: Traffic, accounts: number, days: number): number {
  const batch = new TrafficBatch(BATCH);
  const frame = new IdFrame(1);
  const slots = new Int32Array(accounts).fill(-1);
  const batches = Math.ceil((traffic.legsPerWeek * days) / 7 / BATCH);
  let longestMs = 0;
  for (let round = 0; round < batches; round++) {
    traffic.fill(batch);
    for (let i = 0; i < BATCH; i++) {
      const account = batch.accounts[i]!;
      batch.leg(i, leg);
      if (slots[account]! >= 0) {
        store.recordLeg(slots[account]!, leg);
        continue;
      }
      frame.put(0, Traffic.idOf(account));
      const started = performance.now();
      const slot = store.slotOfBytes(frame.bytes, 0, frame.starts[1]!, frame.hashes[0]!);
      store.recordLeg(slot, leg);
      longestMs = Math.max(longestMs, performance.now() - started);
      slots[account] = slot;
    }
    store.evict(traffic.at, { maxSlots: EVICTED_A_BATCH });
  }
  return longestMs;
}

/** Nanoseconds of processor time a leg, median over the batches. */
export interface Speed {
  /** `slotOfBytes`. */
  readonly lookUpNs: number;
  /** `readFeatures` and `recordLeg`, of accounts looked up before. */
  readonly readRecordNs: number;
  /** `warm`, `slotOfBytes`, `readFeatures` and `recordLeg` together, frame by frame, as a fold does it. */
  readonly allTogetherNs: number;
}

/** Measures `batches` batches of 100,000 legs in either way. */
export function measureSpeed(store: AccountStore, traffic: Traffic, batches: number): Speed {
  const batch = new TrafficBatch(BATCH);
  const frame = new IdFrame(BATCH);
  const lookUps: number[] = [];
  const readRecords: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < 2 * batches; round++) {
    traffic.fill(batch);
    frame.fill(batch);
    const started = cpuMicroseconds();
    if (round % 2 === 0) {
      const lookedUp = inPhases(store, batch, frame);
      lookUps.push(lookedUp - started);
      readRecords.push(cpuMicroseconds() - lookedUp);
    } else {
      for (let from = 0; from < BATCH; from += FRAME) foldFrame(store, batch, frame, from);
      together.push(cpuMicroseconds() - started);
    }
    store.evict(traffic.at, { maxSlots: EVICTED_A_BATCH });
  }
  return {
    lookUpNs: nanosecondsALeg(lookUps),
    readRecordNs: nanosecondsALeg(readRecords),
    allTogetherNs: nanosecondsALeg(together),
  };
}

const slots = new Int32Array(BATCH);

function inPhases(store: AccountStore, batch: TrafficBatch, frame: IdFrame): number {
  const { bytes, starts, hashes } = frame;
  for (let i = 0; i < BATCH; i++) slots[i] = store.slotOfBytes(bytes, starts[i]!, starts[i + 1]!, hashes[i]!);
  const lookedUp = cpuMicroseconds();
  for (let i = 0; i < BATCH; i++) {
    batch.leg(i, leg);
    store.readFeatures(slots[i]!, leg, features);
    store.recordLeg(slots[i]!, leg);
  }
  return lookedUp;
}

function foldFrame(store: AccountStore, batch: TrafficBatch, frame: IdFrame, from: number): void {
  const { bytes, starts, hashes } = frame;
  const end = Math.min(from + FRAME, BATCH);
  for (let i = from; i < end; i++) {
    if ((i - from) % WARMED === 0) store.warm(hashes, i, Math.min(i + WARMED, end));
    const slot = store.slotOfBytes(bytes, starts[i]!, starts[i + 1]!, hashes[i]!);
    batch.leg(i, leg);
    store.readFeatures(slot, leg, features);
    store.recordLeg(slot, leg);
  }
}

function nanosecondsALeg(microseconds: number[]): number {
  const sorted = microseconds.sort((a, b) => a - b);
  return Math.round((sorted[sorted.length >>> 1]! * 1_000) / BATCH);
}
