import { TRANSFER_STATUSES, type Transfer } from '@sluice/domain';
import { contentCheck, type Fingerprint, fingerprintId } from './fingerprint';

/** What a record of `transfers` is to the partition that has seen everything of its transferId. */
export type Recognition =
  | 'NEW'
  | 'NEWER_STATUS'
  | 'DUPLICATE'
  | 'CONFLICT'
  /** Unknown here and not to be scored: first seen REJECTED or CANCELLED, or SETTLED and older than the horizon. */
  | 'LEDGER_ONLY';

export interface IdTableOptions {
  /** How long an id is remembered at least, ms of append time; it is forgotten after at most twice this. Default 48 h. */
  readonly horizonMs?: number;
  /** Key of the fingerprints: two 32-bit words. */
  readonly key?: readonly [number, number];
}

export const HORIZON_MS_DEFAULT = 48 * 3_600_000;
/** Bytes an id takes in the table: fingerprint 8, content check 4, statusAt 8, status 1; at a load of at most 3/4. */
export const BYTES_PER_ID = 21 / 0.75;

/**
 * Remembers the transferIds of one partition of `transfers`: a pure fold of record bytes and record timestamps. Two
 * generations of one horizon each; the older one is dropped when the newer has lasted a horizon.
 */
export class IdTable {
  private current = new Generation(1024);
  private previous = new Generation(16);
  private generationStart = -1;
  private readonly horizonMs: number;
  private readonly keyLo: number;
  private readonly keyHi: number;
  private readonly print: Fingerprint = { lo: 0, hi: 0 };

  constructor(options: IdTableOptions = {}) {
    this.horizonMs = options.horizonMs ?? HORIZON_MS_DEFAULT;
    [this.keyLo, this.keyHi] = options.key ?? [0x5bf03635, 0x2127599b];
  }

  /** Ids remembered now. */
  get size(): number {
    return this.current.size + this.previous.size;
  }

  /** Recognises a checked transfer and remembers what it said. `appendedAt` is the record's timestamp. */
  recognise(transfer: Transfer, appendedAt: number): Recognition {
    this.rotate(appendedAt);
    const { lo, hi } = fingerprintId(transfer.transferId, this.keyLo, this.keyHi, this.print);
    const check = contentCheck(transfer);
    const status = TRANSFER_STATUSES.indexOf(transfer.status);
    const generation = this.current.find(lo, hi) >= 0 ? this.current : this.previous;
    const at = generation.find(lo, hi);
    if (at < 0) {
      this.current.insert(lo, hi, check, transfer.statusAt, status);
      const notScored =
        transfer.status === 'REJECTED' ||
        transfer.status === 'CANCELLED' ||
        (transfer.status === 'SETTLED' && transfer.occurredAt < appendedAt - this.horizonMs);
      return notScored ? 'LEDGER_ONLY' : 'NEW';
    }
    if (generation.check[at] !== check) return 'CONFLICT';
    if (transfer.statusAt <= generation.statusAt[at]!) return 'DUPLICATE';
    generation.statusAt[at] = transfer.statusAt;
    // Equal status with a newer time is a later word on the same status (booking data): it still counts as newer.
    generation.status[at] = status;
    return 'NEWER_STATUS';
  }

  private rotate(appendedAt: number): void {
    if (this.generationStart < 0) this.generationStart = appendedAt;
    if (appendedAt - this.generationStart < this.horizonMs) return;
    const lasted = appendedAt - this.generationStart;
    this.previous = lasted >= 2 * this.horizonMs ? new Generation(16) : this.current;
    this.current = new Generation(Math.max(1024, this.previous.capacity / 2));
    this.generationStart = appendedAt;
  }
}

/** Open addressing with linear probing, power-of-two capacity, load at most 3/4; a slot with status 0 is free. */
class Generation {
  capacity: number;
  size = 0;
  private lo: Uint32Array;
  private hi: Uint32Array;
  check: Uint32Array;
  statusAt: Float64Array;
  status: Uint8Array;

  constructor(capacity: number) {
    let power = 16;
    while (power < capacity) power *= 2;
    this.capacity = power;
    this.lo = new Uint32Array(power);
    this.hi = new Uint32Array(power);
    this.check = new Uint32Array(power);
    this.statusAt = new Float64Array(power);
    this.status = new Uint8Array(power);
  }

  find(lo: number, hi: number): number {
    const mask = this.capacity - 1;
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      if (this.status[slot] === 0) return -1;
      if (this.lo[slot] === lo && this.hi[slot] === hi) return slot;
    }
  }

  insert(lo: number, hi: number, check: number, statusAt: number, status: number): void {
    if ((this.size + 1) * 4 > this.capacity * 3) this.grow();
    const mask = this.capacity - 1;
    let slot = lo & mask;
    while (this.status[slot] !== 0) slot = (slot + 1) & mask;
    this.lo[slot] = lo;
    this.hi[slot] = hi;
    this.check[slot] = check;
    this.statusAt[slot] = statusAt;
    this.status[slot] = status;
    this.size += 1;
  }

  private grow(): void {
    const larger = new Generation(this.capacity * 2);
    for (let slot = 0; slot < this.capacity; slot++) {
      const status = this.status[slot]!;
      if (status !== 0) {
        larger.insert(this.lo[slot]!, this.hi[slot]!, this.check[slot]!, this.statusAt[slot]!, status);
      }
    }
    this.capacity = larger.capacity;
    this.lo = larger.lo;
    this.hi = larger.hi;
    this.check = larger.check;
    this.statusAt = larger.statusAt;
    this.status = larger.status;
  }
}
