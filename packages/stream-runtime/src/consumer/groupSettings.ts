/**
 * How long the group waits for a member that is silent before it gives its partitions to others: the least that a broker with
 * default settings allows (group.min.session.timeout.ms). After kill -9 it is most of the time to the next decision.
 */
export const SESSION_TIMEOUT_DEFAULT_MS = 6_000;

export const HEARTBEAT_INTERVAL_MS = 500;

/** How long a rebalance waits for a member that still handles what it has in hand. */
export const REBALANCE_TIMEOUT_MS = 30_000;

/** The most bytes of one fetch over all partitions: 64 partitions of 1 MiB. */
export const FETCH_BYTES_MAX = 64 * 1024 * 1024;

export const FETCH_BYTES_PER_PARTITION = 1024 * 1024;

/** How long the broker waits with a fetch that has nothing to bring: also how late a resumed partition is asked for. */
export const FETCH_WAIT_MS = 100;
