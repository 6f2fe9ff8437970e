/**
 * The cursor that avsc hands to its types: bytes and the place of the next one. avsc 5 reads past the end without
 * complaint (`undefined` counts as 0) and checks afterwards; our own types check at once.
 */
export interface Tap {
  readonly buf: Buffer;
  pos: number;
}

/** The bytes are not what the schema says; `message` tells what and at which byte. Caught at the codec's border. */
export class MalformedAvro extends Error {
  override readonly name = 'MalformedAvro';
}

export function truncated(tap: Tap): MalformedAvro {
  return new MalformedAvro(`the record ends early, at byte ${tap.buf.length}`);
}
