import { type Perspective, parseWatchlistKey, type WatchlistEntry, type WatchlistKind } from '@sluice/domain';
import type { ListingBody } from '@sluice/log-format';

/**
 * The watchlist conditions that this partition knows: of its own accounts, and of all devices, IP addresses and phones.
 * An expired condition says nothing; it is dropped when stream time has passed it.
 */
export class ListingTable {
  private readonly byValue = new Map<string, Map<Perspective, WatchlistEntry>>();

  get size(): number {
    return this.byValue.size;
  }

  apply(body: ListingBody): void {
    const key = parseWatchlistKey(body.key);
    if (key === null) throw new RangeError(`listing with key ${body.key}`);
    const name = `${key.kind}:${key.value}`;
    const entries = this.byValue.get(name);
    if (body.entry === null) {
      entries?.delete(key.perspective);
      if (entries?.size === 0) this.byValue.delete(name);
    } else if (entries === undefined) {
      this.byValue.set(name, new Map([[key.perspective, body.entry]]));
    } else {
      entries.set(key.perspective, body.entry);
    }
  }

  /** Conditions in force at an event time on one side of a transfer, at most one per perspective. */
  *find(
    kind: WatchlistKind,
    value: string | null,
    side: 'DEBTOR' | 'CREDITOR',
    at: number,
  ): Generator<WatchlistEntry> {
    if (value === null || this.byValue.size === 0) return;
    const entries = this.byValue.get(`${kind}:${value}`);
    if (entries === undefined) return;
    for (const perspective of [side, 'BOTH'] as const) {
      const entry = entries.get(perspective);
      if (entry !== undefined && (entry.expiresAt === null || entry.expiresAt > at)) yield entry;
    }
  }
}
