/**
 * An account's block of 32-bit words: the fixed part (16 words), names, the columns of counterparties, the columns of
 * recent legs, and the sketch of forgotten counterparties. What a busy account has besides lies in a block of its own.
 */
export const HEADER_WORDS = 16;

/** Hash of the account id. */
export const H_ID_HASH = 0;
/** Bits 0-7 length of the id in bytes, 8-21 words of names, 23-24 flags, 25-31 home currency (0: none yet). */
export const H_SHAPE = 1;
/** Four bytes: recent legs, room for them, counterparties, room for them. */
export const H_COUNTS = 2;
/** Address of the block of a busy account, 0 where there is none. */
export const H_BUSY = 3;
/**
 * Newest leg: bits 0-26 ms of its UTC day, 27 DAY_CLOSED, 28-30 sets of fingerprints (0, or the power of two + 1), 31
 * CELLS_FLAG; next word: low half the day, high half the time base.
 */
export const H_NEWEST = 4;
/** Oldest leg: ms of its UTC day; next word: low half the day, high half the number of active days. */
export const H_OLDEST = 6;
/** Active days among the newest day (bit 0) and the 31 before. */
export const H_ACTIVITY = 8;
/** Five 32-bit floats: decayed outgoing count and sum, incoming count and sum, largest outgoing amount. */
export const H_HABIT = 9;
/** Lifetime payees (low half) and payers, up to 65,535 each. */
export const H_LIFETIME = 14;
/** Settled payers as of a day: bits 0-15 number of the UTC day + 1 (0: not known), 16-31 how many. */
export const H_SETTLED = 15;

/** Amounts of this account's legs have a column for their high words. */
export const SHAPE_WIDE = 1 << 23;
export const SHAPE_MASTER = 1 << 24;
export const HOME_SHIFT = 25;
export const NAMES_WORDS_MAX = (1 << 14) - 1;

/** The newest leg's day is over for good: its legs are part of the decayed habit. */
export const DAY_CLOSED = 1 << 27;
export const MS_MASK = (1 << 27) - 1;
export const SETS_SHIFT = 28;
export const SETS_MASK = 7;
export const CELLS_FLAG = 1 << 31;
/** Words of one set of fingerprints. */
export const SET_WORDS = 8;

/**
 * Recent legs' times are kept relative to a multiple of this: times 2, and 1 more for the first leg ever with its
 * counterparty, in 32 bits. Recent times span 2^29.2 ms, so that they fit with any base not later than the oldest.
 */
export const BASE_MS = 2 ** 29;
/** First time, relative to the base, that no longer fits. */
export const TIME_LIMIT = 2 ** 31;
/** Bit of a leg's time word: the first leg ever with its counterparty. */
export const FIRST = 1;

/** Room for recent legs: what is exact, and a few more so that a full account gives up several at once. */
export const LEG_ROOM_MAX = 136;
/** Room for counterparties that are remembered one by one; their numbers fit a byte. */
export const COUNTERPARTY_ROOM_MAX = 254;

/** Bits of a leg's 16-bit mark: 0 direction (1: IN), 1-7 currency, 8-15 counterparty. */
export const MARK_CURRENCY_SHIFT = 1;
export const MARK_CURRENCY_MASK = 127;
export const MARK_COUNTERPARTY_SHIFT = 8;

/** Legs with a counterparty are counted up to this in each direction. */
export const LEGS_COUNT_MAX = 255;
/** Lifetime payees and payers are counted up to this. */
export const LIFETIME_MAX = 0xffff;
