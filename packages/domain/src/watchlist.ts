export const WATCHLIST_KINDS = ['ACCOUNT', 'DEVICE', 'IP', 'PHONE', 'UNKNOWN'] as const;
export type WatchlistKind = (typeof WATCHLIST_KINDS)[number];
/** In the order of the wire enum; precedence is BLOCKED, TRUSTED, CONFIRMED_FRAUD, SUSPECTED. */
export const DISPOSITIONS = ['UNKNOWN', 'BLOCKED', 'TRUSTED', 'CONFIRMED_FRAUD', 'SUSPECTED'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];
export const PERSPECTIVES = ['DEBTOR', 'CREDITOR', 'BOTH'] as const;
export type Perspective = (typeof PERSPECTIVES)[number];

/** A condition on an account, device, IP or phone; the record `WatchlistEntry` of the wire contract. */
export interface WatchlistEntry {
  readonly kind: WatchlistKind;
  readonly value: string;
  readonly disposition: Disposition;
  readonly perspective: Perspective;
  readonly source: string;
  readonly listedAt: number;
  readonly expiresAt: number | null;
}

/** Record key on topic `watchlist`. */
export function watchlistKey(entry: Pick<WatchlistEntry, 'kind' | 'value' | 'perspective'>): string {
  return `${entry.kind}:${entry.value}:${entry.perspective}`;
}

/** Splits a record key at its first and last colon, since a value may hold colons (an IPv6 address); null where it is not one. */
export function parseWatchlistKey(
  key: string,
): Pick<WatchlistEntry, 'kind' | 'value' | 'perspective'> | null {
  const first = key.indexOf(':');
  const last = key.lastIndexOf(':');
  if (first <= 0 || last <= first + 1) return null;
  const kind = WATCHLIST_KINDS.find((candidate) => candidate === key.slice(0, first));
  const perspective = PERSPECTIVES.find((candidate) => candidate === key.slice(last + 1));
  if (kind === undefined || kind === 'UNKNOWN' || perspective === undefined) return null;
  return { kind, value: key.slice(first + 1, last), perspective };
}
