import { build, type Histogram } from 'hdr-histogram-js';
import type { Schedule } from './schedule';

/** Percentiles in ms, of three significant digits. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface Latencies {
  /** An answer for transfer `number` came at `at`; the first counts. True where it was the first. */
  arrived(number: number, at: number): boolean;
  /** How many transfers have had their first answer. */
  readonly answered: number;
  /** Answers after the first. */
  readonly repeated: number;
  /** Transfers whose answer is awaited and has not come. */
  missing(): number;
  /**
   * Percentiles from due time to first answer. A transfer without an answer counts with the time that it has waited until
   * `now`: leaving it out would make a receiver that dies look fast.
   */
  percentiles(now: number): Percentiles;
}

const MICROSECONDS_MAX = 600_000_000;

/** @param isAwaited whether an answer to this transfer is expected at all; those before `warmUp` are not counted */
export function trackLatencies(
  schedule: Schedule,
  warmUp: number,
  isAwaited: (number: number) => boolean = () => true,
): Latencies {
  const seen = new Uint8Array(schedule.total);
  const histogram = newHistogram();
  let awaited = 0;
  for (let number = 0; number < schedule.total; number++) if (isAwaited(number)) awaited += 1;
  let answered = 0;
  let repeated = 0;

  return {
    arrived(number, at) {
      if (number < 0 || number >= schedule.total || !isAwaited(number)) return false;
      if (seen[number] === 1) {
        repeated += 1;
        return false;
      }
      seen[number] = 1;
      answered += 1;
      if (number >= warmUp) record(histogram, at - schedule.dueAt(number));
      return true;
    },
    get answered() {
      return answered;
    },
    get repeated() {
      return repeated;
    },
    missing: () => awaited - answered,
    percentiles(now) {
      const all = newHistogram();
      all.add(histogram);
      for (let number = warmUp; number < schedule.total; number++) {
        if (seen[number] !== 1 && isAwaited(number)) record(all, now - schedule.dueAt(number));
      }
      return percentilesOf(all);
    },
  };
}

export function newHistogram(): Histogram {
  return build({ highestTrackableValue: MICROSECONDS_MAX, numberOfSignificantValueDigits: 3 });
}

/** Records a time in ms. */
export function record(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(MICROSECONDS_MAX, Math.max(0, Math.round(ms * 1_000))));
}

export function percentilesOf(histogram: Histogram): Percentiles {
  // A value stands for all that the histogram does not tell apart: three digits are what it knows.
  const ms = (microseconds: number): number => Number((microseconds / 1_000).toPrecision(3));
  const at = (percentile: number): number => ms(histogram.getValueAtPercentile(percentile));
  return {
    count: histogram.totalCount,
    p50: at(50),
    p99: at(99),
    p999: at(99.9),
    max: histogram.totalCount === 0 ? 0 : ms(histogram.maxValue),
  };
}
