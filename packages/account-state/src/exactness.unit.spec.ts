import fc from 'fast-check';
import { AccountStore } from './accountStore';
import { NaiveAccountStore } from './oracle/naiveAccountStore';
import { HOUR_MS, MINUTE_MS } from './testing/builders';
import { CURRENCIES, type Operation, operations } from './testing/operations';
import { differenceOf } from './testing/plainFeatures';
import { ask, type Question, question } from './testing/questions';
import { Run } from './testing/runOperations';

const DAY = 24 * HOUR_MS;
const IDLE_AFTER = 40 * DAY;

function expectSame(real: Run, oracle: Run, asked: Question): void {
  const features = ask(real.store, real, asked);
  const expected = ask(oracle.store, oracle, asked);
  const difference = differenceOf(features, expected);
  // Thousands of comparisons a run: the matcher is asked only where there is something to show.
  if (difference !== null) expect(difference.actual).toEqual(difference.expected);
}

function checkAgainstOracle(todo: readonly (readonly [Operation, Question])[]): void {
  const real = new Run(new AccountStore({ idleAfterMs: IDLE_AFTER }));
  const oracle = new Run(new NaiveAccountStore({ idleAfterMs: IDLE_AFTER }));
  for (const [operation, asked] of todo) {
    expect(real.do(operation)).toEqual(oracle.do(operation));
    expectSame(real, oracle, asked);
  }
}

const withQuestions = (
  ops: fc.Arbitrary<Operation[]>,
  accounts: number,
  counterparties: number,
): fc.Arbitrary<[Operation, Question][]> =>
  ops.chain((list) =>
    fc
      .array(question(accounts, counterparties), { minLength: list.length, maxLength: list.length })
      .map((questions) => list.map((operation, i): [Operation, Question] => [operation, questions[i]!])),
  );

describe('an account with at most 128 recent legs', () => {
  it('is exact in every feature over months: late legs, equal times, currencies, removals, eviction', () => {
    const ops = operations({
      accounts: 2,
      counterparties: 4,
      currencies: CURRENCIES,
      longestStep: 20 * DAY,
      count: 90,
    });
    fc.assert(fc.property(withQuestions(ops, 2, 4), checkAgainstOracle), { numRuns: 150 });
  });

  it('is exact with any number of counterparties inside the week', () => {
    const ops = operations({
      accounts: 1,
      counterparties: 100,
      currencies: ['EUR', 'USD'],
      longestStep: 40 * MINUTE_MS,
      count: 125,
    });
    fc.assert(fc.property(withQuestions(ops, 1, 100), checkAgainstOracle), { numRuns: 150 });
  });
});
