import type { BenchResults } from '../results';
import { targetsOf } from './targets';

/** The figures beside their targets, one a line, for the terminal. */
export function figureLines(results: BenchResults): readonly string[] {
  const rows = targetsOf(results).filter(({ seen }) => seen !== null);
  const width = Math.max(0, ...rows.map(({ what }) => what.length));
  return rows.map(
    ({ what, target, seen, met }) =>
      `${what.padEnd(width)}  ${seen}  (target ${target}${met === true ? '' : ', NOT MET'})`,
  );
}
