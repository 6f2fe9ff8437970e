const SHOWN_MAX = 10;

/** What one check found wrong: how much, and the first of it as sentences. */
export interface Differences {
  readonly count: number;
  readonly sentences: readonly string[];
}

export interface DifferenceCollector {
  add(sentence: string): void;
  /** `what` names the rest where there are more than are shown: `12 more such differences in transfer`. */
  result(what: string): Differences;
}

/** Collects sentences, keeps the first ten, counts all. */
export function collectDifferences(): DifferenceCollector {
  const sentences: string[] = [];
  let count = 0;
  return {
    add(sentence) {
      count += 1;
      if (sentences.length < SHOWN_MAX) sentences.push(sentence);
    },
    result: (what) => ({
      count,
      sentences:
        count > SHOWN_MAX
          ? [...sentences, `… and ${count - SHOWN_MAX} more such differences in ${what}`]
          : sentences,
    }),
  };
}
