import type { SeededRandom } from '../world/seededRandom';
import { FAULT_KINDS, type FaultKind } from './faultKinds';

/** Which kinds of fault a seed has, and how often. */
export interface FaultPlan {
  /** Probability per request, fetch or partition, for those that happen there; 0 where the seed does not have them. */
  readonly chanceOf: Readonly<Record<FaultKind, number>>;
  /** How many of each happen in the run, for those that happen at a time. */
  readonly timesOf: Readonly<Record<FaultKind, number>>;
  /** Network latency one way, ms. */
  readonly latencyMs: readonly [low: number, high: number];
  /** How long faults go on, ms. */
  readonly activeMs: number;
}

const CHANCE_MAX: Readonly<Partial<Record<FaultKind, number>>> = {
  'request lost': 0.02,
  'answer lost': 0.03,
  'request late': 0.03,
  'not appended': 0.08,
  'appended, answer unsure': 0.08,
  'refused for good': 0.05,
  'appended, refused for good': 0.05,
  'partition withheld': 0.5,
  'fetch cut short': 0.6,
  'process killed at a request': 0.02,
};
const TIMES_MAX: Readonly<Partial<Record<FaultKind, number>>> = {
  'broker away': 2,
  'process killed': 3,
  'process paused past its session': 2,
  'process paused briefly': 3,
  'process stopped cleanly': 2,
  'process added': 2,
  'group rebalanced': 3,
  'commit gone back': 3,
  'commit expired': 2,
  'topic compacted': 4,
  'checkpoint corrupted': 4,
  'checkpoint lost': 2,
  'log cut to its images': 4,
};

const ON_IMAGES: readonly FaultKind[] = ['checkpoint corrupted', 'checkpoint lost', 'log cut to its images'];

/** Each seed has a few kinds, not all at once (swarm testing, Groce et al. 2012): rare ones then meet alone, too. */
export function drawFaultPlan(random: SeededRandom): FaultPlan {
  const share = random.pick([0, 0.3, 0.5, 0.5, 0.7]);
  const draw = (maxima: Readonly<Partial<Record<FaultKind, number>>>, whole: boolean) =>
    Object.fromEntries(
      FAULT_KINDS.map((kind) => {
        const max = random.chance(share) ? (maxima[kind] ?? 0) : 0;
        const drawn = max * random.next();
        return [kind, whole ? Math.ceil(drawn) : drawn];
      }),
    ) as Record<FaultKind, number>; // one entry per kind, by construction
  const timesOf = draw(TIMES_MAX, true);
  // Retention keeps what the images do not hold; an image that is lost as well is a loss that no restore can mend.
  if (timesOf['log cut to its images'] > 0) {
    timesOf['checkpoint corrupted'] = 0;
    timesOf['checkpoint lost'] = 0;
  }
  const storageFails = ON_IMAGES.some((kind) => timesOf[kind] > 0);
  return {
    chanceOf: draw(CHANCE_MAX, false),
    timesOf,
    latencyMs: random.pick([
      [1, 3],
      [1, 15],
      [2, 40],
    ] as const),
    // An image is there only when a service has run for a while.
    activeMs: random.between(1_000, 4_000) + (storageFails ? 5_000 : 0),
  };
}
