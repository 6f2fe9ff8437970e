import { WINDOWS_MS } from '../features';
import { CELLS, DISTINCT_OF_OCCUPIED } from '../sketch/linearCounting';
import { type BusyBlock, SKETCH_LEVELS } from './busyBlock';
import { LEVEL_UNITS, UNIT_MS } from './timeUnits';

const CELL_MAX = 255;
/** Coarse cells count in 45 min (1/32 of 24 h), for the windows of 24 h and 7 days; fine ones in 18.75 s, for those of an hour and less. */
const COARSE_MS = LEVEL_UNITS[2] * UNIT_MS;
const FINE_MS = UNIT_MS;
/** Units kept when the base of the cells moves on: what a window can ask for, late legs included, and two for the edges. */
const COARSE_KEPT = 227;
const FINE_KEPT = 194;
/** The longest window that fine cells answer for. */
export const FINE_WINDOW_MS = WINDOWS_MS[1];
/** A level with more cells hit than this is too full to be counted by. */
const OCCUPIED_MAX = 60;
const WORDS_A_LEVEL = CELLS / 4;

const occupied = new Int32Array(SKETCH_LEVELS);

/**
 * Marks that a counterparty was seen: a multiresolution bitmap (Estan, Varghese, Fisk 2003) whose cells hold the last
 * time unit instead of a bit, so that one sketch answers for every window. Level i takes 3/4 of what the levels before
 * left over (the last all of it). Estimates have a standard error of at most 15% up to about 75,000.
 */
export function markSeen(busy: BusyBlock, isIn: boolean, hash: number, at: number): void {
  const cell = cellOf(hash);
  mark(busy, isIn, cell, Math.floor(at / COARSE_MS), COARSE_KEPT, false);
  if (busy.hasFine) mark(busy, isIn, cell, Math.floor(at / FINE_MS), FINE_KEPT, true);
}

function mark(
  busy: BusyBlock,
  isIn: boolean,
  cell: number,
  unit: number,
  kept: number,
  isFine: boolean,
): void {
  const base = busy.cellBase(isFine);
  if (unit - busy.words[base]! >= CELL_MAX) moveBase(busy, unit - kept, isFine);
  const code = unit - busy.words[base]! + 1;
  const at = busy.cells(isIn, isFine) * 4 + cell;
  if (code > busy.bytes[at]!) busy.bytes[at] = code;
}

/** Estimate of the counterparties seen since an event time, one direction. */
export function estimateSince(busy: BusyBlock, isIn: boolean, since: number): number {
  if (busy.hasFine) {
    const from = Math.floor(since / FINE_MS) - busy.words[busy.cellBase(true)]! + 1;
    if (from > 0) return estimate(busy, busy.cells(isIn, true), from);
  }
  const from = Math.floor(since / COARSE_MS) - busy.words[busy.cellBase(false)]! + 1;
  return estimate(busy, busy.cells(isIn, false), Math.max(from, 1));
}

function estimate(busy: BusyBlock, first: number, from: number): number {
  if (from > CELL_MAX) return 0;
  let base = -1;
  for (let level = 0; level < SKETCH_LEVELS; level++) {
    const hit = countFrom(busy.words, first + level * WORDS_A_LEVEL, from);
    occupied[level] = hit;
    if (base < 0 && (hit <= OCCUPIED_MAX || level === SKETCH_LEVELS - 1)) base = level;
  }
  let sum = 0;
  for (let level = base; level < SKETCH_LEVELS; level++) sum += DISTINCT_OF_OCCUPIED[occupied[level]!]!;
  return Math.round(sum * (1 << (2 * base)));
}

/** Bytes of one level that are at least `from` (1 to 255), two at a time: adding 256 - from carries into the ninth bit. */
function countFrom(words: Uint32Array, start: number, from: number): number {
  const carry = (256 - from) * 0x00010001;
  let hits = 0;
  for (let i = start; i < start + WORDS_A_LEVEL; i++) {
    const word = words[i]!;
    hits += (((word & 0x00ff00ff) + carry) >>> 8) & 0x00010001;
    hits += ((((word >>> 8) & 0x00ff00ff) + carry) >>> 8) & 0x00010001;
  }
  return (hits & 0xffff) + (hits >>> 16);
}

function cellOf(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  mixed ^= mixed >>> 16;
  let level = 0;
  for (let bits = mixed & 0xff; level < SKETCH_LEVELS - 1 && (bits & 3) === 0; bits >>>= 2) level += 1;
  return level * CELLS + ((mixed >>> 8) & (CELLS - 1));
}

function moveBase(busy: BusyBlock, base: number, isFine: boolean): void {
  const shift = base - busy.words[busy.cellBase(isFine)]!;
  busy.words[busy.cellBase(isFine)] = base;
  const first = busy.cells(false, isFine) * 4;
  for (let cell = first; cell < first + 2 * SKETCH_LEVELS * CELLS; cell++) {
    busy.bytes[cell] = Math.max(busy.bytes[cell]! - shift, 0);
  }
}
