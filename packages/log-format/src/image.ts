/** Which of the two images that are kept; they take turns. */
export type Generation = 0 | 1;

/**
 * State that can be written out piece by piece as it was at one moment, while it goes on changing. An image of a
 * generation holds what changed since the last completed image of that generation, so that all pieces of a generation
 * together are the whole state.
 */
export interface Imageable {
  /** Fixes the moment. */
  beginImage(generation: Generation): void;
  /**
   * Hands over up to `max` changed pieces as they were at the moment, null for one that is gone; true when none is left.
   * `value` is valid during the call only.
   */
  takeImage(max: number, piece: (key: string, value: Uint8Array | null) => void): boolean;
  /** The image is safe. */
  completeImage(): void;
  /** The image was lost: its pieces count as changed again. */
  abandonImage(): void;
  /** Takes in one piece of an image, in place of what is known under its key. */
  loadPiece(key: string, value: Uint8Array | null): void;
  /** What is in memory is the whole image of this generation: nothing has changed since for it, all for the other. */
  markRestored(generation: Generation): void;
  /** Keys that a whole image has now. */
  pieceCount(): number;
}
