import type { Generation, Imageable } from '@sluice/log-format';

/** Several imageable parts as one: each part's keys carry its prefix. */
export function joinedImage(parts: ReadonlyMap<string, Imageable>): Imageable {
  const all = [...parts];
  const partOf = (key: string): { part: Imageable; rest: string } => {
    const cut = key.indexOf('/');
    const part = parts.get(key.slice(0, cut));
    if (part === undefined) throw new RangeError(`an image of another build: no part knows the piece ${key}`);
    return { part, rest: key.slice(cut + 1) };
  };
  return {
    beginImage(generation: Generation) {
      for (const [, part] of all) part.beginImage(generation);
    },
    takeImage(max, piece) {
      let left = max;
      for (const [prefix, part] of all) {
        const finished = part.takeImage(left, (key, value) => {
          left -= 1;
          piece(`${prefix}/${key}`, value);
        });
        if (!finished) return false;
      }
      return true;
    },
    completeImage() {
      for (const [, part] of all) part.completeImage();
    },
    abandonImage() {
      for (const [, part] of all) part.abandonImage();
    },
    loadPiece(key, value) {
      const { part, rest } = partOf(key);
      part.loadPiece(rest, value);
    },
    markRestored(generation) {
      for (const [, part] of all) part.markRestored(generation);
    },
    pieceCount: () => all.reduce((sum, [, part]) => sum + part.pieceCount(), 0),
  };
}

/** One small piece that every image holds anew. */
export function wholePiece(
  name: string,
  write: () => Uint8Array,
  read: (bytes: Uint8Array) => void,
): Imageable {
  let moment: Uint8Array | null = null;
  return {
    beginImage() {
      moment = write();
    },
    takeImage(max, piece) {
      if (moment === null) return true;
      if (max <= 0) return false;
      piece(name, moment);
      moment = null;
      return true;
    },
    completeImage() {
      moment = null;
    },
    abandonImage() {
      moment = null;
    },
    loadPiece(_key, value) {
      if (value !== null) read(value);
    },
    markRestored: () => undefined,
    pieceCount: () => 1,
  };
}
