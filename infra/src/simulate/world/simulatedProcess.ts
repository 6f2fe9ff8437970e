import type { SimulatedHost } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** What a process needs of the world it runs in. */
export interface ProcessWorld {
  /** Runs something of no process after a while, ms. */
  after(delayMs: number, run: () => void): void;
  /** The process whose code runs now; null between. */
  current: SimulatedProcess | null;
}

/**
 * One process: everything that its code starts (timers, connections) runs inside it. Killed, none of it ever runs again;
 * paused, as by SIGSTOP, all of it waits and then comes at once, in order.
 */
export class SimulatedProcess implements SimulatedHost {
  private state: 'RUNNING' | 'PAUSED' | 'DEAD' = 'RUNNING';
  private waiting: (() => void)[] = [];

  constructor(
    readonly name: string,
    private readonly world: ProcessWorld,
  ) {}

  get dead(): boolean {
    return this.state === 'DEAD';
  }

  get paused(): boolean {
    return this.state === 'PAUSED';
  }

  receive(delayMs: number, run: () => void): void {
    this.world.after(delayMs, () => this.enter(run));
  }

  /** Runs something inside the process, now or when it goes on. */
  enter(run: () => void): void {
    if (this.state === 'DEAD') return;
    if (this.state === 'PAUSED') {
      this.waiting.push(run);
      return;
    }
    this.world.current = this;
    run();
  }

  kill(): void {
    this.state = 'DEAD';
    this.waiting = [];
  }

  pause(): void {
    if (this.state === 'RUNNING') this.state = 'PAUSED';
  }

  goOn(): void {
    if (this.state !== 'PAUSED') return;
    this.state = 'RUNNING';
    const waited = this.waiting;
    this.waiting = [];
    for (const run of waited) this.receive(0, run);
  }
}
