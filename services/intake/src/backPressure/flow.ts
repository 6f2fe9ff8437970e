/**
 * Entries that may be outstanding while nobody knows how fast the detector is: a quarter of a second at 100,000 a second,
 * and what is appended at most where there is no detector.
 */
export const OUTSTANDING_FIRST = 25_000;
/** However slow the detector is, so many may be outstanding: less would make single polls wait. */
export const OUTSTANDING_MIN = 2_000;
/** How much work may wait for the detector, ms. */
export const QUEUE_MS = 200;
/** How old what is known of the detector may be, ms: it commits every 200 ms, and is asked every 100. */
export const HIDDEN_MS = 300;
/** How long the detector must be seen at full work before its rate counts, ms. */
const MEASURE_MS = 1_000;
/** Without any progress for so long, the detector counts as away, ms. */
export const AWAY_MS = 2_000;
/** A rate that was not seen for so long is forgotten, ms. */
const REMEMBER_MS = 60_000;

/** What is known of the detector, and whether `transfers` rests. */
export interface Flow {
  readonly paused: boolean;
  /** Entries a second that the detector takes when it has enough to do; null where it was not seen so. */
  readonly rate: number | null;
  readonly rateSeenAt: number;
  /** When `transfers` last rested; -Infinity for never. */
  readonly pausedAt: number;
  /** Since when the detector has had all that it may have, and what was done by then; null where it has not. */
  readonly busySince: { readonly at: number; readonly done: number } | null;
  readonly done: number;
  /** When the detector last got on, or had nothing to do. */
  readonly progressAt: number;
}

export interface Sight {
  /** Epoch ms or any steady clock. */
  readonly at: number;
  /** Entries that this instance has appended and that the detector has not committed. */
  readonly outstanding: number;
  /** Entries of this instance that the detector has committed, ever. */
  readonly done: number;
}

export function initialFlow(at: number): Flow {
  return {
    paused: false,
    rate: null,
    rateSeenAt: at,
    pausedAt: -Infinity,
    busySince: null,
    done: 0,
    progressAt: at,
  };
}

/** Entries that may be outstanding before `transfers` rests. */
export function pauseAbove({ rate }: Flow): number {
  return bound(rate, QUEUE_MS + HIDDEN_MS);
}

/** It goes on below this: half of what may wait, so that the detector has work until it does. */
export function resumeBelow({ rate }: Flow): number {
  return bound(rate, QUEUE_MS / 2 + HIDDEN_MS);
}

/** True where entries are outstanding and the detector has not got on for a while: it is away, or restores. */
export function isAway(flow: Flow, { at, outstanding }: Sight): boolean {
  return outstanding > 0 && at - flow.progressAt > AWAY_MS;
}

/**
 * What to do at a sight of the detector. Pure. Outstanding divided by rate is the time that an entry waits (Little's law),
 * whoever else appends too.
 */
export function nextFlow(flow: Flow, sight: Sight): Flow {
  const measured = measure(flow, sight);
  const paused =
    sight.outstanding > pauseAbove(measured) || (flow.paused && sight.outstanding >= resumeBelow(measured));
  return { ...measured, paused, pausedAt: paused ? sight.at : measured.pausedAt };
}

function bound(rate: number | null, ms: number): number {
  if (rate === null) return (OUTSTANDING_FIRST * ms) / (QUEUE_MS + HIDDEN_MS);
  return Math.max(OUTSTANDING_MIN, (rate * ms) / 1_000);
}

function measure(flow: Flow, sight: Sight): Flow {
  const { at, outstanding, done } = sight;
  const gotOn = done > flow.done;
  const wasAway = isAway(flow, sight);
  const progressAt = gotOn || outstanding === 0 ? at : flow.progressAt;
  const forgotten = at - flow.rateSeenAt > REMEMBER_MS && !wasAway;
  const next = { ...flow, done, progressAt, rate: forgotten ? null : flow.rate };
  // What it commits when it comes back is no measure of its rate, nor is what it does with little to do.
  // Where it was held back by us, it may have waited between two commits; its rate then only seems lower, the bound that
  // follows from that is above what was appended all the same, and the next measure is higher.
  const isBusy = outstanding > pauseAbove(flow) / 2 || at - flow.pausedAt <= HIDDEN_MS;
  if (wasAway || !isBusy) return { ...next, busySince: null };
  const { busySince } = flow;
  if (busySince === null) return { ...next, busySince: gotOn ? { at, done } : null };
  if (at - busySince.at < MEASURE_MS) return next;
  const rate = ((done - busySince.done) * 1_000) / (at - busySince.at);
  return { ...next, rate, rateSeenAt: at, busySince: { at, done } };
}
