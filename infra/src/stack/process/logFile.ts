import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';

const TAIL_BYTES = 64 * 1024;
const QUOTED_LINES_MAX = 6;
const QUOTED_LENGTH_MAX = 300;

/** Puts the log of the run before aside, as `<name>.1`. */
export function rotateLog(file: string): void {
  if (existsSync(file)) renameSync(file, `${file}.1`);
}

/** The end of a log, at most 64 KiB; '' where there is none. */
export function tailOf(file: string): string {
  if (!existsSync(file)) return '';
  const log = openSync(file, 'r');
  try {
    const size = fstatSync(log).size;
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const read = readSync(log, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(log);
  }
}

// What Maven adds to every failure.
const NOISE = /^(\[ERROR\]|\[ERROR\] (To see the full|Re-run Maven|For more information|\[Help \d+\]).*)$/;

/** The lines that say why a program failed: the last that speak of trouble, else the last of all; joined by ` | `. */
export function lastWords(log: string): string {
  const lines = log
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^\.\.\. \d+ more/.test(line) && !NOISE.test(line));
  const trouble = lines.filter((line) =>
    /error|fatal|exception|fail|denied|refused|in use|no space|cannot|could not|unable/i.test(line),
  );
  return (trouble.length > 0 ? trouble : lines)
    .slice(-QUOTED_LINES_MAX)
    .map((line) => (line.length > QUOTED_LENGTH_MAX ? `${line.slice(0, QUOTED_LENGTH_MAX)}…` : line))
    .join(' | ');
}
