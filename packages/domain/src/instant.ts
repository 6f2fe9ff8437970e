/** The latest time that any record may name: the end of the year 9999 UTC, epoch ms. Databases and calendars hold it. */
export const INSTANT_MAX = 253_402_300_799_999;

/** The earliest: the beginning of 1850 UTC, epoch ms. Accounts older than 1970 are still open. */
export const INSTANT_MIN = -3_786_825_600_000;

/** True for a whole number of epoch milliseconds from 1850 to 9999. */
export function isInstant(value: number): boolean {
  return Number.isInteger(value) && value >= INSTANT_MIN && value <= INSTANT_MAX;
}

// Fields of the wire contract that hold times are named so: at, openedAt, expiresAt, answerBy, decideBy.
const NAMES_A_TIME = /^at$|At$|By$/;

/** The first field of a record that should hold a time and does not, or null. Looks into lists of records too. */
export function badInstant(record: object): string | null {
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'number' && NAMES_A_TIME.test(name) && !isInstant(value)) return name;
    if (!Array.isArray(value)) continue;
    for (const item of value) {
      const bad = typeof item === 'object' && item !== null ? badInstant(item) : null;
      if (bad !== null) return `${name}.${bad}`;
    }
  }
  return null;
}
