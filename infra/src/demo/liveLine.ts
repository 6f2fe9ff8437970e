/** The live line at the foot of the terminal: rewritten in place there, printed now and then elsewhere. */
export interface LiveLine {
  /** Prints a line of the story above the live line. */
  say(line: string): void;
  /** Shows the newest figures. */
  show(figures: string): void;
  /** Takes the live line away. */
  clear(): void;
}

const ELSEWHERE_EVERY_MS = 15_000;

export function createLiveLine(out: NodeJS.WriteStream, now: () => number): LiveLine {
  let shown = '';
  let printedAt = Number.NEGATIVE_INFINITY;
  const erase = (): void => {
    if (out.isTTY && shown !== '') out.write('\r\x1b[2K');
    shown = '';
  };
  return {
    say(line) {
      const figures = shown;
      erase();
      out.write(`${line}\n`);
      if (out.isTTY && figures !== '') {
        out.write(figures);
        shown = figures;
      }
    },
    show(figures) {
      if (out.isTTY) {
        erase();
        const line = figures.slice(0, Math.max(20, out.columns - 1));
        out.write(line);
        shown = line;
      } else if (now() - printedAt >= ELSEWHERE_EVERY_MS) {
        printedAt = now();
        out.write(`         ${figures}\n`);
      }
    },
    clear: erase,
  };
}
