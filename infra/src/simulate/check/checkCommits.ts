import { DETECTOR_GROUP } from '@sluice/detector';
import { TOPICS } from '@sluice/domain';
import { INTAKE_GROUP } from '@sluice/intake';
import type { CommitEvent } from '../run/prepareRun';

/** Something that a record of an input makes, and where it stands for the first time. */
export interface StandingOutput {
  /** `topic/partition` of the input. */
  readonly input: string;
  readonly inputOffset: number;
  /** `topic/partition` where it stands, and at which offset. */
  readonly place: string;
  readonly offset: number;
  readonly what: string;
}

/** No committed offset may lie above what stood in the logs when it was committed. */
export function checkCommits(commits: readonly CommitEvent[], outputs: readonly StandingOutput[]): string[] {
  const byInput = new Map<string, StandingOutput[]>();
  for (const output of outputs) {
    const list = byInput.get(output.input) ?? [];
    list.push(output);
    byInput.set(output.input, list);
  }
  const lastAt = new Map([...byInput].map(([input, list]) => [input, highest(list)]));
  const problems: string[] = [];
  for (const commit of commits) {
    if (commit.groupId !== DETECTOR_GROUP && commit.groupId !== INTAKE_GROUP) continue;
    if ((commit.groupId === DETECTOR_GROUP) !== (commit.topic === TOPICS.legs)) continue;
    const input = `${commit.topic}/${commit.partition}`;
    for (const [place, upTo] of lastAt.get(input) ?? []) {
      const missing = upTo(commit.offset);
      if (missing === null || missing.offset < (commit.ends.get(place) ?? 0)) continue;
      problems.push(
        `${commit.groupId} committed ${input}@${commit.offset} when ${missing.what} of ${missing.inputOffset} did not stand in ${place} yet`,
      );
      break;
    }
  }
  return problems;
}

/** By place: of the outputs of inputs below an offset, the one that stands last. */
function highest(outputs: readonly StandingOutput[]): Map<string, (below: number) => StandingOutput | null> {
  const byPlace = new Map<string, StandingOutput[]>();
  for (const output of [...outputs].sort((a, b) => a.inputOffset - b.inputOffset)) {
    const list = byPlace.get(output.place) ?? [];
    const before = list[list.length - 1];
    // Each element: the last to stand of all inputs up to its own.
    list.push(
      before !== undefined && before.offset > output.offset
        ? { ...before, inputOffset: output.inputOffset }
        : output,
    );
    byPlace.set(output.place, list);
  }
  return new Map(
    [...byPlace].map(([place, list]) => [
      place,
      (below: number) => {
        let low = 0;
        let high = list.length;
        while (low < high) {
          const middle = (low + high) >> 1;
          if ((list[middle]?.inputOffset ?? 0) < below) low = middle + 1;
          else high = middle;
        }
        return list[low - 1] ?? null;
      },
    ]),
  );
}
