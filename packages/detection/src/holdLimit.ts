/**
 * How many automatic holds a partition may make in a minute of append time; past it HOLD becomes REVIEW and operators are
 * told. A bad rule or a poisoned list must not stop a bank.
 */
export class HoldLimit {
  private minute = -1;
  private holds = 0;

  /** True where one more hold at this append time would pass the limit. */
  reached(appendTime: number, holdsPerMinuteMax: number): boolean {
    return this.minuteOf(appendTime) === this.minute && this.holds >= holdsPerMinuteMax;
  }

  count(appendTime: number): void {
    const minute = this.minuteOf(appendTime);
    if (minute !== this.minute) {
      this.minute = minute;
      this.holds = 0;
    }
    this.holds += 1;
  }

  image(): { readonly minute: number; readonly holds: number } {
    return { minute: this.minute, holds: this.holds };
  }

  restore(image: { readonly minute: number; readonly holds: number }): void {
    this.minute = image.minute;
    this.holds = image.holds;
  }

  private minuteOf(appendTime: number): number {
    return Math.floor(appendTime / 60_000);
  }
}
