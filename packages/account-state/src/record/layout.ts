/**
 * An account's block of 32-bit words: the fixed part (22 words), names, counterparties, recent legs, and the sketch of forgotten counterparties. What a busy account has besides lies in a block of its own.
 */
export const HEADER_WORDS = 22;

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
/**
 * Totals of the recent legs in the last 7 days (`weekTotals.ts`), four bytes a word: first leg inside (255: not known),
 * incoming legs, distinct payees, distinct payers; then fresh payees, fresh payers, sequence number of the oldest recent
 * leg, sequence number of the newest credit in the home currency.
 */
export const H_WEEK = 16;
/** Sums out and in of these, 64-bit floats. */
export const H_WEEK_SUMS = 18;

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
 * Recent legs lie in pairs: two time words, two amounts, two transfer hashes, a word of two marks, and two high words of
 * the amounts where they are wide. So that one leg is in one cache line, and its words are aligned.
 */
export const PAIR_WORDS = 7;
export const WIDE_PAIR_WORDS = 9;
export const PAIR_AMOUNT = 2;
export const PAIR_HASH = 4;
export const PAIR_MARKS = 6;
export const PAIR_HIGH = 7;
/**
 * A time word is the event time relative to the base, a multiple of this, times 4, and two flags. Recent times span
 * 2^29.2 ms, so that they fit with any base that is at most this much before the oldest.
 */
export const BASE_MS = 2 ** 28;
/** First time, relative to the base, that no longer fits. */
export const TIME_LIMIT = 2 ** 30;
/** Flag of a time word: the first leg ever with its counterparty. */
export const FIRST = 1;
/** Flag of a time word: the newest leg in its direction with its counterparty; kept by `weekTotals.ts`. */
export const LATEST = 2;
export const TIME_SHIFT = 2;

/** Words of facts on a counterparty: first and last day (UTC day + 1); legs out and in, and sequence numbers of the newest. */
export const PEER_WORDS = 2;

/** Room for recent legs: what is exact, and a few more so that a full account gives up several at once. */
export const LEG_ROOM_MAX = 138;
/** With this many legs that a window can reach, the oldest are put into buckets before another comes. */
export const LEGS_KEPT_MAX = 136;
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
