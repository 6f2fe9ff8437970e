import { PieceLog } from './pieceLog';
import { SlotFlags } from './slotFlags';

/** Two images are kept, each complete in a compacted topic of its own keys. */
export type Generation = 0 | 1;

/**
 * Takes one piece of an image: an account as it was at the image's moment; null where it was forgotten since the last
 * image of the generation. `bytes` is valid during the call only, which must not call the store.
 */
export type TakePiece = (accountId: string, bytes: Uint8Array | null) => void;

/** What images need of the store. */
export interface ImageSource {
  accountIdOf(slot: number): string;
  /** True where the store holds the account, forgotten or not. */
  holds(accountId: string): boolean;
  /** The account as of a stream time, valid until the next call; null where it was forgotten then. */
  encodeAsOf(slot: number, streamTime: number): Uint8Array | null;
}

// Flags of a slot. CHANGED: since the last image of generation 0, 1 was begun; KNOWN: that generation may hold a piece of it.
const CHANGED_0 = 1;
const CHANGED_1 = 2;
const KNOWN_0 = 4;
const KNOWN_1 = 8;
const CHANGED = [CHANGED_0, CHANGED_1] as const;
const KNOWN = [KNOWN_0, KNOWN_1] as const;
/** Part of the image under way: still to be handed over; handed over, or written to the log of early pieces. */
const PENDING = 16;
const DONE = 32;

const ACCOUNT_ID_AT = 2;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Consistent images of the accounts, taken in small bites while the store goes on: what is about to change and has not been
 * handed over is encoded first (copy before write). Costs one flag byte a slot, and one of these set per write while no
 * image is under way.
 */
export class Images {
  private readonly flags = new SlotFlags();
  private readonly early = new PieceLog();
  /** Accounts whose memory was taken back since the last image of each generation was begun, and that may be in it. */
  private readonly evicted: [Set<string>, Set<string>] = [new Set(), new Set()];
  private generation: Generation | null = null;
  private momentMs = 0;
  private gone: ReadonlySet<string> = new Set();
  private goneLeft = 0;
  private nextGone = this.gone.values();
  private pending = 0;
  private cursor = 0;

  constructor(private readonly source: ImageSource) {}

  get isUnderWay(): boolean {
    return this.generation !== null;
  }

  /** Pieces of the image under way that have not been handed over. */
  get size(): number {
    return this.pending + this.early.length + this.goneLeft;
  }

  get reservedBytes(): number {
    return this.flags.reservedBytes + this.early.reservedBytes;
  }

  begin(generation: Generation, streamTime: number): void {
    if (this.generation !== null) throw new Error(`an image of generation ${this.generation} is under way`);
    this.generation = generation;
    this.momentMs = streamTime;
    this.pending = this.flags.turn(CHANGED[generation], PENDING);
    this.cursor = 0;
    this.gone = this.evicted[generation];
    this.goneLeft = this.gone.size;
    this.nextGone = this.gone.values();
    this.evicted[generation] = new Set();
  }

  take(max: number, piece: TakePiece): boolean {
    this.underWay();
    let left = max;
    for (; left > 0 && this.early.length > 0; left--) this.takeEarly(piece);
    for (; left > 0 && this.goneLeft > 0; left--) {
      this.goneLeft -= 1;
      piece(this.nextGone.next().value!, null);
    }
    for (; left > 0 && this.pending > 0; left--) this.takePending(piece);
    return this.size === 0;
  }

  /** The image is published: all of it is what the generation holds. */
  complete(): void {
    this.underWay();
    if (this.size > 0) throw new Error(`${this.size} pieces of the image have not been handed over`);
    this.flags.clearAll(DONE);
    this.end();
  }

  /** Nothing of the image was published: what was in it counts as changed again. */
  abandon(): void {
    const generation = this.underWay();
    this.flags.turn(PENDING | DONE, CHANGED[generation]);
    for (const id of this.gone) if (!this.source.holds(id)) this.evicted[generation].add(id);
    this.early.clear();
    this.end();
  }

  /** What is in memory, in `slots`, is exactly the image of a generation. */
  restored(generation: Generation, forEachUsedSlot: (visit: (slot: number) => void) => void): void {
    if (this.generation !== null) throw new Error('no image may be under way when one is restored');
    const flags = CHANGED[1 - generation]! | KNOWN_0 | KNOWN_1;
    forEachUsedSlot((slot) => this.flags.put(slot, flags));
    this.evicted[0].clear();
    this.evicted[1].clear();
  }

  /** To be called when a slot has got a new account. */
  created(slot: number): void {
    let flags = CHANGED_0 | CHANGED_1;
    if (this.evicted[0].size + this.evicted[1].size + this.gone.size > 0) {
      const id = this.source.accountIdOf(slot);
      if (this.evicted[0].delete(id)) flags |= KNOWN_0;
      if (this.evicted[1].delete(id)) flags |= KNOWN_1;
      if (this.gone.has(id)) flags |= KNOWN[this.underWay()];
    }
    this.flags.put(slot, flags);
  }

  /** To be called before a slot's account changes. */
  changing(slot: number): void {
    if ((this.flags.add(slot, CHANGED_0 | CHANGED_1) & PENDING) !== 0) this.keep(slot);
  }

  /** To be called before something is done to an account that changes its bytes as of an earlier stream time. */
  ageing(slot: number): void {
    if (this.isPending(slot)) this.keep(slot);
  }

  /** True where the image under way still waits for the account as it is. */
  isPending(slot: number): boolean {
    return (this.flags.get(slot) & PENDING) !== 0;
  }

  /** To be called before the memory of a forgotten account is taken back. */
  releasing(slot: number): void {
    this.ageing(slot);
    const flags = this.flags.get(slot);
    if ((flags & (KNOWN_0 | KNOWN_1)) !== 0) {
      const id = this.source.accountIdOf(slot);
      if ((flags & KNOWN_0) !== 0) this.evicted[0].add(id);
      if ((flags & KNOWN_1) !== 0) this.evicted[1].add(id);
    }
    this.flags.put(slot, 0);
  }

  private underWay(): Generation {
    if (this.generation === null) throw new Error('no image is under way');
    return this.generation;
  }

  private end(): void {
    this.generation = null;
    this.gone = new Set();
    this.goneLeft = 0;
    this.pending = 0;
  }

  private takeEarly(piece: TakePiece): void {
    const bytes = this.early.take();
    if (!this.early.isAccount) {
      piece(decoder.decode(bytes), null);
      return;
    }
    piece(decoder.decode(bytes.subarray(ACCOUNT_ID_AT, ACCOUNT_ID_AT + bytes[1]!)), bytes);
  }

  private takePending(piece: TakePiece): void {
    const slot = this.flags.next(this.cursor, PENDING);
    this.cursor = slot + 1;
    const bytes = this.source.encodeAsOf(slot, this.momentMs);
    this.handedOver(slot, bytes !== null);
    piece(this.source.accountIdOf(slot), bytes);
  }

  /** Writes a pending account before its turn, because it is about to change. */
  private keep(slot: number): void {
    const bytes = this.source.encodeAsOf(slot, this.momentMs);
    if (bytes === null) this.early.add(encoder.encode(this.source.accountIdOf(slot)), false);
    else this.early.add(bytes, true);
    this.handedOver(slot, bytes !== null);
  }

  private handedOver(slot: number, isAccount: boolean): void {
    const known = isAccount ? KNOWN[this.underWay()] : 0;
    this.flags.put(slot, (this.flags.get(slot) & ~PENDING) | DONE | known);
    this.pending -= 1;
  }
}
