import { collectDifferences, type Differences } from './differences';

/** The books of one recovery case in one currency, minor units. */
export interface CaseBooks {
  readonly caseId: string;
  readonly currency: string;
  readonly reported: number;
  readonly neverLeft: number;
  readonly returned: number;
  readonly frozen: number;
  readonly atRest: number;
  readonly leftSight: number;
  readonly untraced: number;
  /** What the case store's own view says. */
  readonly balanced: boolean;
}

export interface BooksChecked {
  readonly cases: number;
  readonly unbalanced: number;
  readonly differences: Differences;
}

const PARTS = ['neverLeft', 'returned', 'frozen', 'atRest', 'leftSight', 'untraced'] as const;

/** Reported = never left + returned + frozen + at rest + left our sight + untraced, none of them below 0, in every case. */
export function checkBooks(books: Iterable<CaseBooks>): BooksChecked {
  const differences = collectDifferences();
  let cases = 0;
  let unbalanced = 0;
  for (const book of books) {
    cases += 1;
    const sum = PARTS.reduce((total, part) => total + book[part], 0);
    const below = PARTS.filter((part) => book[part] < 0);
    if (book.balanced && sum === book.reported && below.length === 0) continue;
    unbalanced += 1;
    const why =
      sum !== book.reported
        ? `its parts add up to ${sum}`
        : below.length > 0
          ? `${below.join(', ')} is below 0`
          : 'the case store says that they do not balance';
    differences.add(
      `the books of case ${book.caseId} are off: ${book.reported} ${book.currency} were reported, ${why}`,
    );
  }
  return { cases, unbalanced, differences: differences.result('books') };
}
