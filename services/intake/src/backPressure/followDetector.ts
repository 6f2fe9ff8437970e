import { TOPICS } from '@sluice/domain';
import { type KafkaConnection, type Logger, reasonOf } from '@sluice/stream-runtime';
import { type Flow, initialFlow, isAway, nextFlow, pauseAbove } from './flow';
import { Outstanding } from './outstanding';

/** The group whose committed offsets say how far the detector is. */
const DETECTOR_GROUP = 'detector';
const BUSY_MS = 100;
const CALM_MS = 500;

export interface FollowOptions {
  readonly connection: Pick<KafkaConnection, 'endOffsets' | 'committedOffsets'>;
  readonly log: Logger;
  readonly partitionCount: number;
  /** Called at each change of whether `transfers` is to rest. */
  readonly onChange: (paused: boolean) => void;
  /** A steady clock, ms. */
  readonly now?: () => number;
}

export interface DetectorFollower {
  /** Entries by partition are on their way; call the result when they are acknowledged. */
  appended(entries: readonly number[]): () => void;
  paused(): boolean;
  /** What the health endpoint says while `transfers` rests; null otherwise. */
  waitingFor(): string | null;
  outstanding(): number;
  /** Seconds that `transfers` has rested, ever. */
  pausedSeconds(): number;
  stop(): Promise<void>;
}

/** Follows the detector's commits and says when `transfers` is to rest, so that what it has to do never piles up. */
export function followDetector(options: FollowOptions): DetectorFollower {
  const { connection, log, partitionCount, onChange, now = () => performance.now() } = options;
  const entries = new Outstanding(partitionCount, now());
  let flow: Flow = initialFlow(now());
  let pausedSince = 0;
  let pausedMs = 0;
  let stopped = false;
  let wake: () => void = () => undefined;

  const sight = () => ({ at: now(), outstanding: entries.outstanding(), done: entries.done() });

  const decide = (): void => {
    const before = flow.paused;
    const seen = sight();
    flow = nextFlow(flow, seen);
    if (flow.paused === before) return;
    if (flow.paused) pausedSince = seen.at;
    else pausedMs += seen.at - pausedSince;
    log.debug({ outstanding: seen.outstanding, rate: flow.rate, paused: flow.paused }, 'back-pressure');
    onChange(flow.paused);
  };

  const look = async (): Promise<void> => {
    const acknowledged = entries.acknowledged();
    const [ends, committed] = await Promise.all([
      connection.endOffsets(TOPICS.legs),
      connection.committedOffsets(DETECTOR_GROUP, TOPICS.legs),
    ]);
    entries.see(now(), acknowledged, ends, committed);
    decide();
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      if (entries.outstanding() > 0) {
        await look().catch((error: unknown) =>
          log.debug({ reason: reasonOf(error) }, 'detector’s position not readable yet'),
        );
      } else decide();
      const isBusy = flow.paused || entries.outstanding() > pauseAbove(flow) / 4;
      await rest(isBusy ? BUSY_MS : CALM_MS);
    }
  };

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (stopped) wake();
    });

  const running = run();

  return {
    appended(counts) {
      const acknowledge = entries.append(counts);
      const wasPaused = flow.paused;
      decide();
      // A stop is looked at closer at once: it may be that only little was known.
      if (flow.paused && !wasPaused) wake();
      return acknowledge;
    },
    paused: () => flow.paused,
    waitingFor() {
      if (!flow.paused) return null;
      return isAway(flow, sight())
        ? 'waiting for the detector, which does not get on'
        : 'waiting for the detector';
    },
    outstanding: () => entries.outstanding(),
    pausedSeconds: () => (pausedMs + (flow.paused ? now() - pausedSince : 0)) / 1_000,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
