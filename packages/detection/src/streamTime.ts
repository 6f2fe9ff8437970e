/** An event later than this behind stream time is decided all the same, with `late` named. */
export const LATE_MS = 3_600_000;

/**
 * Stream time of one partition: the running maximum of its event times. It never runs ahead of the append time by more
 * than intake allows, and it is what expires and evicts; no clock is asked.
 */
export class StreamTime {
  private max = 0;

  get now(): number {
    return this.max;
  }

  /** Takes an event time in; true where it is more than an hour behind. */
  observe(eventTime: number): boolean {
    if (eventTime > this.max) this.max = eventTime;
    return this.max - eventTime > LATE_MS;
  }

  restore(now: number): void {
    this.max = now;
  }
}
