import { collectDifferences, type Differences } from './differences';

/** A refused record; `digest` is the checksum of its key and bytes. */
export interface SeenLetter {
  readonly code: string;
  readonly sentence: string;
  readonly sourceTopic: string;
  readonly sourcePartition: number;
  readonly sourceOffset: bigint;
  readonly digest: string;
}

export interface DeadLettersChecked {
  readonly deadLetters: number;
  readonly differences: Differences;
}

/**
 * Only what the bank published to be refused was refused, all of it, by the reason for which it was made. A record that
 * the bank's producer sent twice is refused twice, and counts once.
 *
 * @param made how many records were published that must be refused, by code
 */
export function checkDeadLetters(
  made: Readonly<Record<string, number>>,
  letters: Iterable<SeenLetter>,
): DeadLettersChecked {
  const differences = collectDifferences();
  const records = new Map<string, Set<string>>();
  const places = new Set<string>();
  let count = 0;
  for (const letter of letters) {
    const place = `${letter.sourceTopic}/${letter.sourcePartition}@${letter.sourceOffset}`;
    // Written again after a crash: the same letter.
    if (places.has(place)) continue;
    places.add(place);
    count += 1;
    if (letter.sourceTopic !== 'transfers' || made[letter.code] === undefined) {
      differences.add(`${place} was refused and nothing explains it: ${letter.code}: ${letter.sentence}`);
      continue;
    }
    const of = records.get(letter.code) ?? new Set();
    records.set(letter.code, of.add(letter.digest));
  }
  for (const [code, wanted] of Object.entries(made)) {
    const found = records.get(code)?.size ?? 0;
    if (found !== wanted)
      differences.add(`${wanted} records were published that ${code} refuses, ${found} were refused by it`);
  }
  return { deadLetters: count, differences: differences.result('dead letters') };
}
