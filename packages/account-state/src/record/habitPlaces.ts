/** Places in a habit: outgoing count and sum, incoming count and sum, largest outgoing amount. */
export const OUT_COUNT = 0;
export const OUT_MINOR = 1;
export const IN_COUNT = 2;
export const IN_MINOR = 3;
export const OUT_MAX = 4;
