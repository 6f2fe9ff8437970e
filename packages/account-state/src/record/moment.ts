/**
 * When a leg happens, and what is no longer recent then. One instance per store, filled again for every call: numbers that
 * do not fit 31 bits are handed on without being boxed.
 */
export interface Moment {
  /** Event time, epoch ms. */
  at: number;
  /** UTC day of `at`. */
  day: number;
  /** Event time up to which legs are no longer recent. */
  forgottenUpTo: number;
}

export function newMoment(): Moment {
  return { at: 0, day: 0, forgottenUpTo: 0 };
}
