import { createClock } from '@sinonjs/fake-timers';
import { SeededRandom } from './seededRandom';
import { type ProcessWorld, SimulatedProcess } from './simulatedProcess';

const GLOBALS = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'Date',
] as const;

/**
 * kafkajs 2.2.4 arms a timer with a negative delay again and again, once a millisecond for every connection, to look for
 * requests that no throttling holds back (`scheduleCheckPendingRequests`). Nothing waits for it; looking less often saves
 * nine tenths of all events.
 */
const IDLE_TIMER_MS = 1_000;

type Callback = (...args: unknown[]) => void;

/**
 * Virtual time for everything in this Node process while a seed runs: timers and `Date` of the code under test belong to
 * the simulated process that calls them, and between two of them all promises settle. One at a time.
 */
export class VirtualWorld implements ProcessWorld {
  current: SimulatedProcess | null = null;
  private readonly clock: ReturnType<typeof createClock>;
  private readonly jitter: SeededRandom;
  private readonly kept = new Map<string, PropertyDescriptor | undefined>();
  private readonly realRandom = Math.random;
  private failure: unknown = null;
  steps = 0;

  constructor(seed: number, startAt: number) {
    this.clock = createClock(startAt);
    this.jitter = new SeededRandom(seed, 'Math.random');
  }

  now(): number {
    return this.clock.now;
  }

  after(delayMs: number, run: () => void): void {
    this.clock.setTimeout(
      () => {
        this.current = null;
        run();
      },
      Math.max(0, delayMs),
    );
  }

  process(name: string): SimulatedProcess {
    return new SimulatedProcess(name, this);
  }

  /** Puts virtual time in the place of the real one, until `uninstall`. */
  install(): void {
    for (const name of GLOBALS) this.kept.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    const { clock } = this;
    const replacements: Readonly<Record<(typeof GLOBALS)[number], unknown>> = {
      setTimeout: (run: Callback, delayMs = 0, ...args: unknown[]) =>
        clock.setTimeout(
          this.owned(() => run(...args)),
          delayMs < 0 ? IDLE_TIMER_MS : delayMs,
        ),
      clearTimeout: (timer: ReturnType<typeof clock.setTimeout> | undefined) =>
        timer == null ? undefined : clock.clearTimeout(timer),
      setInterval: (run: Callback, delayMs?: number, ...args: unknown[]) =>
        this.interval(() => run(...args), delayMs ?? 0),
      clearInterval: (timer: ReturnType<typeof clock.setInterval> | undefined) =>
        timer == null ? undefined : clock.clearInterval(timer),
      setImmediate: (run: Callback, ...args: unknown[]) =>
        clock.setTimeout(
          this.owned(() => run(...args)),
          0,
        ),
      clearImmediate: (timer: ReturnType<typeof clock.setTimeout> | undefined) =>
        timer == null ? undefined : clock.clearTimeout(timer),
      Date: clock.Date,
    };
    for (const name of GLOBALS) {
      Object.defineProperty(globalThis, name, {
        value: replacements[name],
        configurable: true,
        writable: true,
      });
    }
    Math.random = this.jitter.next;
  }

  uninstall(): void {
    for (const [name, descriptor] of this.kept) {
      if (descriptor !== undefined) Object.defineProperty(globalThis, name, descriptor);
    }
    this.kept.clear();
    Math.random = this.realRandom;
  }

  /** Ends the run: nothing that the code under test does may throw out of a timer. */
  readonly fail = (error: unknown): void => {
    this.failure ??= error;
  };

  /** Runs what is due, one after the other, until `done` says so or `limitMs` of virtual time have passed; true where done. */
  run(done: () => boolean, limitMs: number): Promise<boolean> {
    const until = this.clock.now + limitMs;
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          if (this.failure !== null) throw this.failure;
          if (done()) {
            resolve(true);
            return;
          }
          if (this.clock.now > until) {
            resolve(false);
            return;
          }
          this.steps += 1;
          this.clock.next();
        } catch (error) {
          reject(error);
          return;
        }
        // Node runs the next tick when every promise that can settle has settled.
        void settled.then(() => process.nextTick(step));
      };
      step();
    });
  }

  private owned(run: () => void): () => void {
    const owner = this.current;
    return owner === null ? run : () => owner.enter(run);
  }

  /** As Node's: what a stop of the process made it miss is not made up for, and it ends with the process. */
  private interval(run: () => void, delayMs: number): ReturnType<typeof this.clock.setInterval> {
    const owner = this.current;
    let waiting = false;
    const timer = this.clock.setInterval(() => {
      if (owner?.dead === true) this.clock.clearInterval(timer);
      if (waiting || owner?.dead === true) return;
      waiting = true;
      const once = (): void => {
        waiting = false;
        run();
      };
      if (owner === null) once();
      else owner.enter(once);
    }, delayMs);
    return timer;
  }
}

const settled = Promise.resolve();
