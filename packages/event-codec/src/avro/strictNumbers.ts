import { types } from 'avsc';
import { MalformedAvro, type Tap, truncated } from './tap';
import * as varint from './varint';

// Constants of this module: tsx compiles a named import to a property read at each call, a quarter of a record's time.
const { readLong, readLongOrBigint, writeLong } = varint;

/** avsc's long, exact over ±(2^53 − 1), both ends included; beyond them reading throws UnsafeLong. */
export class ExactLong extends types.LongType {
  _read(tap: Tap): number | bigint {
    return readLong(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (!isSafeInteger(value))
      throw new TypeError(`${String(value)} is not a whole number within ±(2^53 − 1)`);
    writeLong(tap, value);
  }
}

/**
 * The long that passes what is out of range on to whoever checks amounts: beyond ±(2^53 − 1) it reads the nearest
 * double, which is never a safe integer and keeps its sign, so that `Number.isSafeInteger` tells.
 */
export class NearestLong extends ExactLong {
  override _read(tap: Tap): number | bigint {
    return Number(readLongOrBigint(tap));
  }
}

/** The long that tells what was refused: beyond ±(2^53 − 1) it reads a bigint. Never handed to anyone. */
export class TellingLong extends ExactLong {
  override _read(tap: Tap): number | bigint {
    return readLongOrBigint(tap);
  }
}

/** avsc's int, refusing what does not fit 32 bits instead of passing it on. */
export class StrictInt extends types.IntType {
  _read(tap: Tap): number {
    const value = readLong(tap);
    if (value !== (value | 0)) throw new MalformedAvro(`an int of more than 32 bits before byte ${tap.pos}`);
    return value;
  }
}

/** avsc's boolean, refusing bytes other than 0 and 1. */
export class StrictBoolean extends types.BooleanType {
  _read(tap: Tap): boolean {
    if (tap.pos >= tap.buf.length) throw truncated(tap);
    const byte = tap.buf[tap.pos++]!;
    if (byte > 1) throw new MalformedAvro(`a boolean that is neither 0 nor 1 at byte ${tap.pos - 1}`);
    return byte === 1;
  }
}

function isSafeInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
