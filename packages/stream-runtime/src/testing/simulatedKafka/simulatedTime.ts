/** Time as the simulated broker and network see it. */
export interface SimulatedTime {
  now(): number;
  /** Runs something of the broker or the network after a while, ms. */
  after(delayMs: number, run: () => void): void;
}

/** A machine with one process of ours: what reaches it waits while it is paused and is lost once it is dead. */
export interface SimulatedHost {
  readonly name: string;
  readonly dead: boolean;
  /** Runs something inside the process after a while, ms. */
  receive(delayMs: number, run: () => void): void;
}
