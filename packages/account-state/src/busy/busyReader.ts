import { type AccountFeatures, WINDOWS_MS } from '../features';
import { PASS_THROUGH_LOOK_AHEAD_MS } from '../limits';
import type { WindowReader } from '../read/windowReader';
import type { AccountRecord } from '../record/accountRecord';
import type { Moment } from '../record/moment';
import { legAt } from '../record/recentLegs';
import { bucketEnd, bucketStart } from './buckets';
import type { BusyBlock } from './busyBlock';
import { creditCurrency, creditMinor, creditTime } from './busyDay';
import { estimateSince } from './distinctSketch';
import { LEVEL_UNITS, UNIT_MS } from './timeUnits';

/**
 * Adds what lies before the recent legs of a busy account to the windows that reach there. A bucket counts as a whole
 * where any of it is inside, so that nothing is left out; within one, money came in before it went out.
 */
export function readBuckets(
  record: AccountRecord,
  busy: BusyBlock,
  reader: WindowReader,
  currency: number,
  moment: Moment,
  into: AccountFeatures,
): void {
  const { words, doubles, starts, outCounts, inCounts, outFresh: freshOut, inFresh: freshIn } = busy;
  const { at, forgottenUpTo } = moment;
  const oldestRecent = record.legCount > 0 ? legAt(record, 0) : Number.POSITIVE_INFINITY;
  const lane = busy.findLane(currency);
  const outSums = lane < 0 ? 0 : busy.outSums(lane);
  const inSums = lane < 0 ? 0 : busy.inSums(lane);
  let { demand, received, forwarded } = reader;
  let outCount = 0;
  let inCount = 0;
  let outMinor = 0;
  let inMinor = 0;
  let outFresh = 0;
  let inFresh = 0;
  let outDistinct = 0;
  let inDistinct = 0;
  let i = busy.count - 1;
  // Buckets after the leg: not in its windows, but debits in them may have passed its money on already.
  for (; i >= 0 && bucketStart(busy, i) > at; i--) {
    if (lane >= 0 && bucketStart(busy, i) <= at + PASS_THROUGH_LOOK_AHEAD_MS) demand += doubles[outSums + i]!;
  }
  // Buckets before this one have fallen out of the longest window.
  let first = 0;
  const edgeUnit = Math.floor((Math.max(at - WINDOWS_MS[3], forgottenUpTo) + 1) / UNIT_MS);
  while (first <= i && lastUnit(words[starts + first]!) < edgeUnit) first += 1;
  for (let w = 0; w < WINDOWS_MS.length; w++) {
    const edge = Math.max(at - WINDOWS_MS[w]!, forgottenUpTo);
    // A window that ends at or after the oldest recent leg has all its legs among the recent ones.
    if (oldestRecent <= edge) continue;
    let next = w === 3 ? first - 1 : i;
    while (next >= first && bucketEnd(busy, next) - 1 > edge) next -= 1;
    for (; i > next; i--) {
      outCount += words[outCounts + i]!;
      inCount += words[inCounts + i]!;
      outFresh += words[freshOut + i]!;
      inFresh += words[freshIn + i]!;
      if (lane < 0) continue;
      const out = doubles[outSums + i]!;
      const incoming = doubles[inSums + i]!;
      outMinor += out;
      inMinor += incoming;
      if (w === 3) continue;
      demand += out;
      const matched = Math.min(incoming, demand);
      received += incoming;
      forwarded += matched;
      demand -= matched;
    }
    into.out.count[w]! += outCount;
    into.in.count[w]! += inCount;
    into.out.sumMinor[w]! += outMinor;
    into.in.sumMinor[w]! += inMinor;
    into.out.fresh[w]! += outFresh;
    into.in.fresh[w]! += inFresh;
    outDistinct = Math.max(outDistinct, into.out.distinct[w]!, estimateSince(busy, false, edge + 1));
    inDistinct = Math.max(inDistinct, into.in.distinct[w]!, estimateSince(busy, true, edge + 1));
    // More distinct counterparties than legs there cannot be.
    into.out.distinct[w] = Math.min(outDistinct, into.out.count[w]!);
    into.in.distinct[w] = Math.min(inDistinct, into.in.count[w]!);
    if (w === 1) {
      into.receivedMinor1h = received;
      into.forwardedMinor1h = forwarded;
    }
    if (w <= 2) {
      into.receivedMinor24h = received;
      into.forwardedMinor24h = forwarded;
    }
  }
  if (reader.lastInAt === 0 && creditCurrency(busy) === currency) {
    const credit = creditTime(busy);
    if (credit <= at && credit > Math.max(at - WINDOWS_MS[3], forgottenUpTo)) {
      reader.lastInAt = credit;
      reader.lastInMinor = creditMinor(busy);
    }
  }
}

/** The last unit of time in a bucket, by its word of start and level. */
function lastUnit(start: number): number {
  return (start >>> 2) + LEVEL_UNITS[start & 3]! - 1;
}
