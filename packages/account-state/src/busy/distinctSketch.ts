import { CELLS, DISTINCT_OF_OCCUPIED } from '../sketch/linearCounting';
import { B_SKETCH_BASE, type BusyBlock, SKETCH_LEVELS } from './busyBlock';
import { unitOf } from './timeUnits';

const CELL_MAX = 0xffff;
/** Units kept when the cells' base moves on: more than the 7 days and 1 hour (32,448) that a window can ask for. */
const UNITS_KEPT = 33_000;
/** A level with more cells hit than this is too full to be counted by. */
const OCCUPIED_MAX = 60;

const occupied = new Int32Array(SKETCH_LEVELS);

/**
 * Marks that a counterparty was seen: a multiresolution bitmap (Estan, Varghese, Fisk 2003) whose cells hold the last
 * time unit instead of a bit, so that one sketch answers for every window. Level i takes 3/4 of what the levels before
 * left over (the last all of it). Estimates have a standard error of at most 15% up to about 75,000.
 */
export function markSeen(busy: BusyBlock, isIn: boolean, hash: number, at: number): void {
  const unit = unitOf(at);
  const { words, halves } = busy;
  const baseWord = busy.at + B_SKETCH_BASE;
  if (words[baseWord] === 0 || unit - words[baseWord]! >= CELL_MAX)
    moveBase(busy, Math.max(unit - UNITS_KEPT, 1));
  const code = unit - words[baseWord]! + 1;
  const cell = busy.cells(isIn) + cellOf(hash);
  if (code > halves[cell]!) halves[cell] = code;
}

/** Estimate of the counterparties seen since an event time, one direction. */
export function estimateSince(busy: BusyBlock, isIn: boolean, since: number): number {
  const from = unitOf(since) - busy.words[busy.at + B_SKETCH_BASE]! + 1;
  const first = busy.cells(isIn);
  let base = -1;
  for (let level = 0; level < SKETCH_LEVELS; level++) {
    let hit = 0;
    for (let cell = first + level * CELLS; cell < first + (level + 1) * CELLS; cell++) {
      const code = busy.halves[cell]!;
      if (code !== 0 && code >= from) hit += 1;
    }
    occupied[level] = hit;
    if (base < 0 && (hit <= OCCUPIED_MAX || level === SKETCH_LEVELS - 1)) base = level;
  }
  let sum = 0;
  for (let level = base; level < SKETCH_LEVELS; level++) sum += DISTINCT_OF_OCCUPIED[occupied[level]!]!;
  return Math.round(sum * (1 << (2 * base)));
}

function cellOf(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  mixed ^= mixed >>> 16;
  let level = 0;
  for (let bits = mixed & 0xff; level < SKETCH_LEVELS - 1 && (bits & 3) === 0; bits >>>= 2) level += 1;
  return level * CELLS + ((mixed >>> 8) & (CELLS - 1));
}

function moveBase(busy: BusyBlock, base: number): void {
  const shift = base - busy.words[busy.at + B_SKETCH_BASE]!;
  busy.words[busy.at + B_SKETCH_BASE] = base;
  const first = busy.cells(false);
  for (let cell = first; cell < first + 2 * SKETCH_LEVELS * CELLS; cell++) {
    busy.halves[cell] = Math.max(busy.halves[cell]! - shift, 0);
  }
}
