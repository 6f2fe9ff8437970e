import { isUtf8 } from 'node:buffer';
import { types } from 'avsc';
import { MalformedAvro, type Tap, truncated } from './tap';
import * as varint from './varint';

// Constants of this module: tsx compiles a named import to a property read at each call, a quarter of a record's time.
const { readLong, writeLong } = varint;

/** Reads a string; bytes that are not UTF-8 are refused, never replaced: two ids must not become one. */
export function readString(tap: Tap): string {
  const length = readLong(tap);
  const start = tap.pos;
  const end = start + length;
  const buf = tap.buf;
  if (length < 0) throw new MalformedAvro(`a string of negative length at byte ${start}`);
  if (end > buf.length) throw truncated(tap);
  tap.pos = end;
  let seen = 0;
  for (let i = start; i < end; i++) seen |= buf[i]!;
  return seen < 0x80 ? buf.latin1Slice(start, end) : readUtf8(buf, start, end);
}

function readUtf8(buf: Buffer, start: number, end: number): string {
  const text = buf.toString('utf8', start, end);
  // Whatever is not UTF-8 was replaced by U+FFFD; only a text that holds one needs the closer look.
  if (text.includes('\ufffd') && !isUtf8(buf.subarray(start, end)))
    throw new MalformedAvro(`a string that is not UTF-8 at byte ${start}`);
  return text;
}

/** Writes a string; a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD. */
export function writeString(tap: Tap, text: string): void {
  const length = text.length;
  const before = tap.pos;
  // ASCII takes one byte a character: tried first, in one pass.
  if (before + 5 + length <= tap.buf.length) {
    writeLong(tap, length);
    const { buf, pos } = tap;
    let i = 0;
    for (; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) break;
      buf[pos + i] = code;
    }
    if (i === length) {
      tap.pos = pos + length;
      return;
    }
    tap.pos = before;
  }
  const bytes = Buffer.byteLength(text, 'utf8');
  writeLong(tap, bytes);
  if (tap.pos + bytes <= tap.buf.length) tap.buf.write(text, tap.pos, bytes, 'utf8');
  tap.pos += bytes;
}

/** avsc's string type with the reading and writing above. */
export class StrictString extends types.StringType {
  _read(tap: Tap): string {
    return readString(tap);
  }

  _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw new TypeError(`${JSON.stringify(value)} is not a string`);
    writeString(tap, value);
  }
}
