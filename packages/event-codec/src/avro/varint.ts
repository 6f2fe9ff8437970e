import { type Cursor, MalformedAvro, truncated } from './tap';

/** A long beyond ±(2^53 − 1): well-formed Avro that no JavaScript number holds exactly. */
export class UnsafeLong extends Error {
  override readonly name = 'UnsafeLong';
}

const TWO_TO_27 = 0x8000000;

/**
 * Reads a zigzag varint (Avro's int and long). avsc's own reader turns values below −2^52 into positive ones, because
 * the zigzag form no longer fits a double; this one keeps the halves apart.
 *
 * Throws MalformedAvro where the bytes end or the number is longer than 64 bits, UnsafeLong beyond ±(2^53 − 1).
 */
export function readLong(tap: Cursor): number {
  const buf = tap.buf;
  let pos = tap.pos;
  let byte = buf[pos++]!;
  let low = byte & 0x7f;
  if (byte >= 0x80) {
    byte = buf[pos++]!;
    low |= (byte & 0x7f) << 7;
    if (byte >= 0x80) {
      byte = buf[pos++]!;
      low |= (byte & 0x7f) << 14;
      if (byte >= 0x80) {
        byte = buf[pos++]!;
        low |= (byte & 0x7f) << 21;
        if (byte >= 0x80) return readLongerLong(tap, pos, low);
      }
    }
  }
  if (pos > buf.length) throw truncated(tap);
  tap.pos = pos;
  return (low >>> 1) ^ -(low & 1);
}

// Bits 28 and up of the zigzag form; `low` holds the first 28.
function readLongerLong(tap: Cursor, start: number, low: number): number {
  const buf = tap.buf;
  let pos = start;
  let high = 0;
  let byte = 0x80;
  for (let shift = 0; byte >= 0x80 && shift < 28; shift += 7) {
    byte = buf[pos++]!;
    high |= (byte & 0x7f) << shift;
  }
  if (byte >= 0x80) throw refuseLongestLong(tap, pos);
  if (pos > buf.length) throw truncated(tap);
  tap.pos = pos;
  const magnitude = high * TWO_TO_27 + (low >>> 1);
  const value = (low & 1) === 0 ? magnitude : -magnitude - 1;
  if (!Number.isSafeInteger(value)) throw new UnsafeLong();
  return value;
}

// The ninth and tenth byte of a 64-bit number: its value is above 2^55, so never safe. A last byte of 0 pads a smaller
// number, which no writer does; an eleventh byte is no long at all.
function refuseLongestLong(tap: Cursor, start: number): Error {
  const bytes = tap.buf;
  const last = bytes[start]! >= 0x80 ? start + 1 : start;
  if (last >= bytes.length) return truncated(tap);
  const isLong = last === start ? bytes[last]! > 0 : bytes[last] === 1;
  return isLong ? new UnsafeLong() : new MalformedAvro(`a number of more than 64 bits at byte ${tap.pos}`);
}

/** Like `readLong`, but a value beyond ±(2^53 − 1) comes back as the exact bigint: for telling what was refused. */
export function readLongOrBigint(tap: Cursor): number | bigint {
  const start = tap.pos;
  try {
    return readLong(tap);
  } catch (error) {
    if (!(error instanceof UnsafeLong)) throw error;
  }
  let zigzag = 0n;
  let pos = start;
  let byte = 0x80;
  for (let shift = 0n; byte >= 0x80; shift += 7n) {
    byte = tap.buf[pos++]!;
    zigzag |= BigInt(byte & 0x7f) << shift;
  }
  tap.pos = pos;
  return (zigzag >> 1n) ^ -(zigzag & 1n);
}

/**
 * Writes a safe integer as a zigzag varint. Past the end of the buffer it writes nothing but still moves on, so that
 * the caller sees how much room is missing.
 */
export function writeLong(tap: Cursor, value: number): void {
  const magnitude = value < 0 ? -value - 1 : value;
  const sign = value < 0 ? 1 : 0;
  let high = Math.floor(magnitude / TWO_TO_27);
  let low = ((magnitude - high * TWO_TO_27) << 1) | sign;
  const buf = tap.buf;
  let pos = tap.pos;
  if (high === 0) {
    while (low >= 0x80) {
      buf[pos++] = (low & 0x7f) | 0x80;
      low >>>= 7;
    }
    buf[pos++] = low;
  } else {
    buf[pos++] = (low & 0x7f) | 0x80;
    buf[pos++] = ((low >>> 7) & 0x7f) | 0x80;
    buf[pos++] = ((low >>> 14) & 0x7f) | 0x80;
    buf[pos++] = (low >>> 21) | 0x80;
    while (high >= 0x80) {
      buf[pos++] = (high & 0x7f) | 0x80;
      high >>>= 7;
    }
    buf[pos++] = high;
  }
  tap.pos = pos;
}
