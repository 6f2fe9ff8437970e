import { WINDOWS_MS } from '../features';
import { LATENESS_MS } from '../limits';
import type { AccountRecord } from '../record/accountRecord';
import type { BusyBlock } from './busyBlock';
import { LEVEL_UNITS, UNIT_MS, unitOf } from './timeUnits';

/** Buckets that the levels can need at most are 349 (230, 51, 38 and 30 with their seams); and some more between joins. */
const BUCKETS_MAX = 384;
export const BUCKETS_AT_FIRST = 8;

/** First event time of bucket `i`. */
export function bucketStart(busy: BusyBlock, i: number): number {
  return (busy.words[busy.starts + i]! >>> 2) * UNIT_MS;
}

/** First event time behind bucket `i`. */
export function bucketEnd(busy: BusyBlock, i: number): number {
  const start = busy.words[busy.starts + i]!;
  return ((start >>> 2) + LEVEL_UNITS[start & 3]!) * UNIT_MS;
}

/** True where a leg before the recent ones can still be in a window. */
export function hasLiveBucket(busy: BusyBlock, forgottenUpTo: number): boolean {
  return busy.count > 0 && bucketEnd(busy, busy.count - 1) - 1 > forgottenUpTo;
}

/** Adds one leg to the bucket of its event time. */
export function addToBucket(
  record: AccountRecord,
  busy: BusyBlock,
  at: number,
  isIn: boolean,
  currency: number,
  amountMinor: number,
  isFresh: boolean,
  forgottenUpTo: number,
): void {
  const lane = busy.laneOf(record, currency);
  const i = bucketFor(record, busy, at, forgottenUpTo);
  const { words, doubles } = busy;
  const count = (isIn ? busy.inCounts : busy.outCounts) + i;
  words[count] = words[count]! + 1;
  const sum = (isIn ? busy.inSums(lane) : busy.outSums(lane)) + i;
  doubles[sum] = doubles[sum]! + amountMinor;
  const fresh = (isIn ? busy.inFresh : busy.outFresh) + i;
  if (isFresh) words[fresh] = words[fresh]! + 1;
}

function bucketFor(record: AccountRecord, busy: BusyBlock, at: number, forgottenUpTo: number): number {
  const found = lastFrom(busy, at);
  if (found >= 0 && at < bucketEnd(busy, found)) return found;
  if (busy.count === busy.room) {
    joinBuckets(busy, record.newest, forgottenUpTo);
    if (busy.count > busy.room - 2) {
      if (busy.room === BUCKETS_MAX) throw new RangeError('the buckets of a busy account do not join');
      busy.resize(
        record,
        Math.min((busy.room + (busy.room >>> 1)) & ~1, BUCKETS_MAX),
        busy.lanes,
        busy.hasFine,
      );
    }
    return bucketFor(record, busy, at, forgottenUpTo);
  }
  for (let i = busy.count; i > found + 1; i--) moveBucket(busy, i - 1, i);
  clearBucket(busy, found + 1);
  busy.words[busy.starts + found + 1] = unitOf(at) << 2;
  busy.setCount(busy.count + 1);
  return found + 1;
}

/** The last bucket that begins at or before an event time, -1 where there is none; usually it is the last one. */
function lastFrom(busy: BusyBlock, at: number): number {
  let i = busy.count - 1;
  while (i >= 0 && bucketStart(busy, i) > at) i -= 1;
  return i;
}

/** Drops buckets that no window can reach and joins those that need no finer edge any more. */
function joinBuckets(busy: BusyBlock, newest: number, forgottenUpTo: number): void {
  let kept = 0;
  for (let i = 0; i < busy.count; i++) {
    if (bucketEnd(busy, i) - 1 <= forgottenUpTo) continue;
    const start = joinedStart(busy, i, newest);
    if (kept > 0 && busy.words[busy.starts + kept - 1] === start) {
      joinInto(busy, i, kept - 1);
      continue;
    }
    if (kept !== i) moveBucket(busy, i, kept);
    busy.words[busy.starts + kept] = start;
    kept += 1;
  }
  busy.setCount(kept);
}

// A bucket may have the width of a level once its whole span lies behind the next shorter window, seen from the newest leg
// or from one that is as late as it may be.
function joinedStart(busy: BusyBlock, i: number, newest: number): number {
  const start = busy.words[busy.starts + i]!;
  const unit = start >>> 2;
  for (let level = LEVEL_UNITS.length - 1; level > (start & 3); level--) {
    const width = LEVEL_UNITS[level]!;
    const joined = Math.floor(unit / width) * width;
    if ((joined + width) * UNIT_MS <= newest - LATENESS_MS - WINDOWS_MS[level - 1]!)
      return (joined << 2) | level;
  }
  return start;
}

function moveBucket(busy: BusyBlock, from: number, to: number): void {
  const { words, doubles } = busy;
  words[busy.starts + to] = words[busy.starts + from]!;
  words[busy.outCounts + to] = words[busy.outCounts + from]!;
  words[busy.inCounts + to] = words[busy.inCounts + from]!;
  words[busy.outFresh + to] = words[busy.outFresh + from]!;
  words[busy.inFresh + to] = words[busy.inFresh + from]!;
  for (let lane = 0; lane < busy.lanes; lane++) {
    doubles[busy.outSums(lane) + to] = doubles[busy.outSums(lane) + from]!;
    doubles[busy.inSums(lane) + to] = doubles[busy.inSums(lane) + from]!;
  }
}

function clearBucket(busy: BusyBlock, i: number): void {
  const { words, doubles } = busy;
  for (const column of [busy.outCounts, busy.inCounts, busy.outFresh, busy.inFresh]) words[column + i] = 0;
  for (let lane = 0; lane < busy.lanes; lane++) {
    doubles[busy.outSums(lane) + i] = 0;
    doubles[busy.inSums(lane) + i] = 0;
  }
}

function joinInto(busy: BusyBlock, from: number, to: number): void {
  const { words, doubles } = busy;
  for (const column of [busy.outCounts, busy.inCounts, busy.outFresh, busy.inFresh]) {
    words[column + to] = words[column + to]! + words[column + from]!;
  }
  for (let lane = 0; lane < busy.lanes; lane++) {
    doubles[busy.outSums(lane) + to]! += doubles[busy.outSums(lane) + from]!;
    doubles[busy.inSums(lane) + to]! += doubles[busy.inSums(lane) + from]!;
  }
}
