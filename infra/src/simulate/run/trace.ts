/** What happened in a run, line by line, with a hash over all of it. */
export interface Trace {
  note(line: string): void;
  /** A line for people that is no part of the hash: what a service logs. */
  aside(line: string): void;
  readonly lines: readonly string[];
  /** 16 hexadecimal digits; equal for equal runs. */
  hash(): string;
}

/** Begins every line that is no part of the hash. */
export const ASIDE = '    ';
const LINES_KEPT_MAX = 20_000;

/** `now` is virtual time; lines are kept only where `keep` says so, since a thousand seeds run without anyone reading. */
export function startTrace(now: () => number, keep: boolean): Trace {
  const startedAt = now();
  const lines: string[] = [];
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  return {
    lines,
    note(line) {
      const text = `${now() - startedAt} ${line}`;
      for (let i = 0; i < text.length; i++) {
        a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
        b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995);
        b ^= b >>> 15;
      }
      if (!keep) return;
      lines.push(text);
      if (lines.length > LINES_KEPT_MAX) lines.shift();
    },
    aside(line) {
      if (keep) lines.push(`${ASIDE}${now() - startedAt} ${line}`);
    },
    hash: () => `${hex(a)}${hex(b)}`,
  };
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
