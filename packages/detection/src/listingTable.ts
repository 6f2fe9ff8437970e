import { hash53, parseWatchlistKey, type WatchlistEntry, type WatchlistKind } from '@sluice/domain';
import { type ListingHit, strongerHit } from '@sluice/heuristics';
import type { ListingBody } from '@sluice/log-format';
import { jsonPieces, TrackedMap } from './image/trackedMap';

const FILTER_BITS = 1 << 16;

/**
 * The watchlist conditions that this partition knows: of its own accounts, and of all devices, IP addresses and phones.
 * An expired condition says nothing.
 */
export class ListingTable {
  /** Conditions in force or expired by their key `<kind>:<value>:<perspective>`, as images hold them. */
  readonly image = new ListedConditions();

  get size(): number {
    return this.image.size;
  }

  apply(body: ListingBody): void {
    if (parseWatchlistKey(body.key) === null) throw new RangeError(`listing with key ${body.key}`);
    if (body.entry === null) this.image.delete(body.key);
    else this.image.set(body.key, body.entry);
  }

  /** True where a value of this kind may be listed: else it need not even be read. */
  hasAny(kind: WatchlistKind): boolean {
    return this.image.count[kind] > 0;
  }

  /** False where the account with this `hash53` is certainly not listed. */
  mayListAccount(hash: number): boolean {
    return this.image.count.ACCOUNT > 0 && this.image.mayListAccount(hash);
  }

  /** The strongest condition in force at an event time on one side of a transfer, or null. */
  strongest(
    kind: WatchlistKind,
    value: string | null,
    side: 'DEBTOR' | 'CREDITOR',
    at: number,
  ): ListingHit | null {
    if (value === null) return null;
    return strongerHit(
      inForce(this.image.get(`${kind}:${value}:${side}`), at),
      inForce(this.image.get(`${kind}:${value}:BOTH`), at),
    );
  }
}

function inForce(entry: WatchlistEntry | undefined, at: number): ListingHit | null {
  return entry !== undefined && (entry.expiresAt === null || entry.expiresAt > at) ? entry : null;
}

/** Conditions by key, with what tells quickly that there is none. */
class ListedConditions extends TrackedMap<WatchlistEntry> {
  readonly count: Record<WatchlistKind, number> = { ACCOUNT: 0, DEVICE: 0, IP: 0, PHONE: 0, UNKNOWN: 0 };
  /** Bits of the hashes of all accounts ever listed here: nearly every account is told from them not to be listed. */
  private readonly accountFilter = new Uint32Array(FILTER_BITS / 32);

  constructor() {
    super(jsonPieces());
  }

  override set(key: string, entry: WatchlistEntry): void {
    if (this.get(key) === undefined) this.counted(key, 1);
    super.set(key, entry);
  }

  override delete(key: string): void {
    if (this.get(key) !== undefined) this.counted(key, -1);
    super.delete(key);
  }

  override loadPiece(key: string, value: Uint8Array | null): void {
    const before = this.get(key) === undefined ? 0 : 1;
    super.loadPiece(key, value);
    this.counted(key, (value === null ? 0 : 1) - before);
  }

  mayListAccount(hash: number): boolean {
    const bit = hash % FILTER_BITS;
    return (this.accountFilter[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }

  private counted(key: string, change: number): void {
    const listed = parseWatchlistKey(key);
    if (listed === null || change === 0) return;
    this.count[listed.kind] += change;
    if (listed.kind !== 'ACCOUNT') return;
    const bit = hash53(listed.value) % FILTER_BITS;
    this.accountFilter[bit >>> 5]! |= 1 << (bit & 31);
  }
}
