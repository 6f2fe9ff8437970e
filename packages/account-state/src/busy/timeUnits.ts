import { WINDOWS_MS } from '../features';

/** Times of legs that are no longer single are kept in units of 18.75 s: 1/32 of the shortest window. */
export const UNIT_MS = WINDOWS_MS[0] / 32;

/**
 * Widths of buckets in units: 1/32 of each window (18.75 s, 112.5 s, 45 min, 5 h 15 min). Each divides the next, so that
 * buckets of one level join into one of the next without a seam.
 */
export const LEVEL_UNITS = [1, 6, 144, 1008] as const;

/** The unit that holds an event time. */
export function unitOf(at: number): number {
  return Math.floor(at / UNIT_MS);
}
