import { WINDOWS_MS } from './features';

export const DAY_MS = 86_400_000;

/** A leg may be this late, behind the stream time of its partition, and still find its windows whole. */
export const LATENESS_MS = 3_600_000;

/** A leg is recent while it is less than this behind the stream time: the longest window and the allowed lateness. */
export const RECENT_MS = WINDOWS_MS[3] + LATENESS_MS;

/** Windows are exact while an account has at most this many recent legs (K of the design). */
export const RECENT_LEGS_MAX = 128;

/** Debits up to this long after a credit's own scoring time still count as forwarding it: what passed it on the way. */
export const PASS_THROUGH_LOOK_AHEAD_MS = 3_600_000;

/** A payer makes a payee established while last seen within this many UTC days. */
export const SETTLED_WITHIN_DAYS = 90;

/** Days between the first leg of a payer and a leg for which he counts as settled, in UTC days: 2 are more than 24 h. */
export const SETTLED_AFTER_DAYS = 2;

/** Default of `idleAfterMs`: an account without master data is forgotten when its last leg is this far behind. */
export const IDLE_AFTER_MS = 180 * DAY_MS;

/** Event times that the store can hold: [0, 2^42), from 1970 to 2109. */
export const EVENT_TIME_MAX = 2 ** 42 - 1;
