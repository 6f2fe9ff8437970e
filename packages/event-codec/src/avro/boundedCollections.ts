import { types } from 'avsc';
import { readString, writeString } from './strictString';
import { MalformedAvro, type Tap } from './tap';
import * as varint from './varint';

// Constants of this module: tsx compiles a named import to a property read at each call, a quarter of a record's time.
const { readLong, writeLong } = varint;

/** What avsc's array and map need of the type (or resolver) of their elements. */
interface ElementType {
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
  _write(tap: Tap, value: unknown): void;
}

/**
 * The number of elements of the next block, 0 at the end. Every element of our records takes at least one byte, so a
 * count above the bytes left is a lie: avsc would believe it, reserve the memory and loop for hours.
 */
function readBlockCount(tap: Tap): number {
  const count = readLong(tap);
  if (count < 0) {
    const bytes = readLong(tap);
    if (bytes < 0) throw new MalformedAvro(`a block of negative size before byte ${tap.pos}`);
    return checked(-count, tap);
  }
  return checked(count, tap);
}

function checked(count: number, tap: Tap): number {
  if (count > tap.buf.length - tap.pos)
    throw new MalformedAvro(`a block of ${count} elements where ${tap.buf.length - tap.pos} bytes are left`);
  return count;
}

/** avsc's array, with counts checked against the bytes that are left, in reading and in skipping. */
export class BoundedArray extends types.ArrayType {
  /** `this` is the type, or the resolver that avsc made of it with the writer's elements. */
  _read(this: { readonly itemsType: ElementType }, tap: Tap): unknown[] {
    const items = this.itemsType;
    const values: unknown[] = [];
    for (let count = readBlockCount(tap); count > 0; count = readBlockCount(tap)) {
      while (count-- > 0) values.push(items._read(tap));
    }
    return values;
  }

  _skip(this: { readonly itemsType: ElementType }, tap: Tap): void {
    const items = this.itemsType;
    for (let count = readBlockCount(tap); count > 0; count = readBlockCount(tap)) {
      while (count-- > 0) items._skip(tap);
    }
  }
}

/** avsc's map, bounded like BoundedArray. */
export class BoundedMap extends types.MapType {
  _read(this: { readonly valuesType: ElementType }, tap: Tap): Record<string, unknown> {
    const values = this.valuesType;
    const read: Record<string, unknown> = {};
    for (let count = readBlockCount(tap); count > 0; count = readBlockCount(tap)) {
      while (count-- > 0) {
        const key = readString(tap);
        const value = values._read(tap);
        // A plain assignment to this name would change the object's prototype instead.
        if (key === '__proto__')
          Object.defineProperty(read, key, { value, enumerable: true, writable: true });
        else read[key] = value;
      }
    }
    return read;
  }

  _skip(this: { readonly valuesType: ElementType }, tap: Tap): void {
    const values = this.valuesType;
    for (let count = readBlockCount(tap); count > 0; count = readBlockCount(tap)) {
      while (count-- > 0) {
        readString(tap);
        values._skip(tap);
      }
    }
  }

  // avsc writes past the end of a key that is not ASCII.
  _write(this: { readonly valuesType: ElementType }, tap: Tap, map: unknown): void {
    if (typeof map !== 'object' || map === null || Array.isArray(map))
      throw new TypeError('a map is to be an object');
    const entries = Object.entries(map);
    if (entries.length > 0) writeLong(tap, entries.length);
    for (const [key, value] of entries) {
      writeString(tap, key);
      this.valuesType._write(tap, value);
    }
    writeLong(tap, 0);
  }
}
