import type { RunningConsumer, TopicPartition } from '@sluice/stream-runtime';

/** Lets records of `transfers` in while nothing speaks against it. */
export interface TransfersGate {
  /** The consumer, once it is there. */
  use(consumer: RunningConsumer): void;
  /** True once everything is seeded that a decision needs. */
  readonly seeded: boolean;
  seed(): void;
  /** True while the detector has as much to do as it may. */
  rest(resting: boolean): void;
}

/** `partitions` are all of `transfers`, owned or not. Closed at first. */
export function transfersGate(partitions: readonly TopicPartition[]): TransfersGate {
  let consumer: RunningConsumer | null = null;
  let seeded = false;
  let resting = false;
  const apply = (): void => {
    if (seeded && !resting) consumer?.resume(partitions);
    else consumer?.pause(partitions);
  };
  return {
    use(running) {
      consumer = running;
      apply();
    },
    get seeded() {
      return seeded;
    },
    seed() {
      seeded = true;
      apply();
    },
    rest(now) {
      resting = now;
      apply();
    },
  };
}
