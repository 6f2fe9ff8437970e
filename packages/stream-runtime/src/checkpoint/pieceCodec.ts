import { crc32 } from '@node-rs/crc32';
import type { Generation } from '@sluice/log-format';

/** A piece of a checkpoint that cannot be trusted: the image that it belongs to must not be used. */
export class CorruptCheckpointError extends Error {
  override readonly name = 'CorruptCheckpointError';
}

const CHECKSUM_BYTES = 4;
const HEAD_BYTES = CHECKSUM_BYTES + 4;

/**
 * Record key of a piece: scope, generation, the piece's own key. The scope keeps apart the images of several folds that
 * share the topics.
 */
export function pieceKey(scope: string, generation: Generation, key: string): string {
  return `${scope}${generation}/${key}`;
}

/** Takes a record key apart; null where it is none of this scope. */
export function parsePieceKey(
  scope: string,
  key: string,
): { readonly generation: Generation; readonly key: string } | null {
  const at = scope.length;
  if (key.charCodeAt(at + 1) !== 0x2f || !key.startsWith(scope)) return null;
  const generation = key.charCodeAt(at) - 0x30;
  return generation === 0 || generation === 1 ? { generation, key: key.slice(at + 2) } : null;
}

/** Record value of a piece: CRC-32 of the rest, u32 image number, the piece. */
export function encodePiece(image: number, piece: Uint8Array): Buffer {
  const value = Buffer.allocUnsafe(HEAD_BYTES + piece.length);
  value.writeUInt32LE(image >>> 0, CHECKSUM_BYTES);
  value.set(piece, HEAD_BYTES);
  value.writeUInt32LE(crc32(value.subarray(CHECKSUM_BYTES)), 0);
  return value;
}

/** The piece, a view into `value`. Throws CorruptCheckpointError where the checksum does not fit. */
export function decodePiece(value: Buffer): { readonly image: number; readonly piece: Buffer } {
  if (value.length < HEAD_BYTES) throw new CorruptCheckpointError(`a piece of ${value.length} bytes`);
  const checksum = value.readUInt32LE(0);
  if (crc32(value.subarray(CHECKSUM_BYTES)) !== checksum)
    throw new CorruptCheckpointError('a piece whose checksum does not fit its bytes');
  return { image: value.readUInt32LE(CHECKSUM_BYTES), piece: value.subarray(HEAD_BYTES) };
}
