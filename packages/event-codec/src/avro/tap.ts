/**
 * The cursor that avsc hands to its types: bytes and the place of the next one. avsc 5 reads past the end without
 * complaint (`undefined` counts as 0) and checks afterwards; our own types check at once.
 */
export interface Tap extends Cursor {
  readonly buf: TapBuffer;
}

/** As much of it as numbers need. */
export interface Cursor {
  readonly buf: Uint8Array;
  pos: number;
}

/** Node's Buffer with the native methods behind `toString`, which cost a third of it on short strings. */
export interface TapBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** The bytes are not what the schema says; `message` tells what and at which byte. Caught at the codec's border. */
export class MalformedAvro extends Error {
  override readonly name = 'MalformedAvro';
}

export function truncated(tap: Cursor): MalformedAvro {
  return new MalformedAvro(`the record ends early, at byte ${tap.buf.length}`);
}
