import type { Generation, Imageable } from '@sluice/log-format';

/** How a value becomes bytes and back. */
export interface PieceCodec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

/** A map of immutable values that knows which keys changed since the last image of each generation. */
export class TrackedMap<V> implements Imageable {
  private readonly values = new Map<string, V>();
  private readonly changed: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  private taking: { generation: Generation; pieces: [string, V | undefined][]; next: number } | null = null;

  constructor(private readonly codec: PieceCodec<V>) {}

  get size(): number {
    return this.values.size;
  }

  get(key: string): V | undefined {
    return this.values.get(key);
  }

  set(key: string, value: V): void {
    this.values.set(key, value);
    this.touch(key);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.touch(key);
  }

  /** Entries by key, in one order whatever order they came in. */
  entries(): readonly (readonly [string, V])[] {
    return [...this.values].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  beginImage(generation: Generation): void {
    if (this.taking !== null) throw new Error('an image is under way');
    const keys = this.changed[generation];
    // Values never change, so that holding them is holding the moment.
    this.taking = {
      generation,
      pieces: [...keys].map((key) => [key, this.values.get(key)]),
      next: 0,
    };
    keys.clear();
  }

  takeImage(max: number, piece: (key: string, value: Uint8Array | null) => void): boolean {
    const { taking } = this;
    if (taking === null) return true;
    const end = Math.min(taking.next + max, taking.pieces.length);
    for (; taking.next < end; taking.next++) {
      const [key, value] = taking.pieces[taking.next]!;
      piece(key, value === undefined ? null : this.codec.encode(value));
    }
    return taking.next === taking.pieces.length;
  }

  completeImage(): void {
    this.taking = null;
  }

  abandonImage(): void {
    if (this.taking === null) return;
    for (const [key] of this.taking.pieces) this.changed[this.taking.generation].add(key);
    this.taking = null;
  }

  loadPiece(key: string, value: Uint8Array | null): void {
    if (value === null) this.values.delete(key);
    else this.values.set(key, this.codec.decode(value));
  }

  markRestored(generation: Generation): void {
    this.changed[generation].clear();
    const other = this.changed[generation === 0 ? 1 : 0];
    for (const key of this.values.keys()) other.add(key);
  }

  pieceCount(): number {
    return this.values.size;
  }

  private touch(key: string): void {
    this.changed[0].add(key);
    this.changed[1].add(key);
  }
}

/** Values as JSON. */
export function jsonPieces<V>(): PieceCodec<V> {
  return {
    encode: (value) => Buffer.from(JSON.stringify(value), 'utf8'),
    decode: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as V, // written by encode with the same type
  };
}
