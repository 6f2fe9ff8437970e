import type { TransferOutcome } from '@sluice/domain';
import * as fc from 'fast-check';
import { MORNING } from '../testing/builders';
import { mergeOutcomes, outcomeRow } from './outcomeRow';

function outcome(differences: Partial<TransferOutcome>): TransferOutcome {
  return {
    transferId: 'T-1',
    truth: 'UNKNOWN',
    payerResponse: 'NONE',
    source: 'analyst',
    at: MORNING,
    ...differences,
  };
}

describe('what a transfer turned out to be', () => {
  it('keeps truth and payer apart: a later answer does not erase an earlier truth', () => {
    const truth = outcomeRow(outcome({ truth: 'FRAUD', at: MORNING }), 1);
    const answer = outcomeRow(
      outcome({ payerResponse: 'PROCEEDED', source: 'customer', at: MORNING + 5 }),
      2,
    );
    expect(mergeOutcomes(truth, answer)).toMatchObject({
      truth: 'FRAUD',
      truthSource: 'analyst',
      payerResponse: 'PROCEEDED',
      payerResponseSource: 'customer',
    });
  });

  it('says nothing where a record says UNKNOWN and NONE', () => {
    expect(outcomeRow(outcome({ payerResponse: 'UNKNOWN' }), 1)).toMatchObject({
      truth: 'UNKNOWN',
      truthAt: null,
      payerResponse: 'NONE',
      payerResponseAt: null,
    });
  });

  it('is the latest word, of two at one time the later record, in whatever order they are read', () => {
    const record = fc.record({
      truth: fc.constantFrom('UNKNOWN', 'FRAUD', 'GENUINE'),
      payerResponse: fc.constantFrom('NONE', 'CANCELLED', 'PROCEEDED', 'NO_ANSWER', 'UNKNOWN'),
      at: fc.integer({ min: MORNING, max: MORNING + 3 }),
    } as const);
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 7 }).chain((list) => {
          const rows = list.map((each, offset) => outcomeRow(outcome(each), offset));
          return fc.tuple(
            fc.constant(rows),
            fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
          );
        }),
        ([rows, shuffled]) => {
          const merged = shuffled.reduce(mergeOutcomes);
          expect(merged).toEqual(rows.reduce(mergeOutcomes));
          const truths = rows.filter((row) => row.truthAt !== null);
          const latest = truths
            .sort((a, b) => a.truthAt! - b.truthAt! || a.truthOffset! - b.truthOffset!)
            .at(-1);
          expect(merged.truth).toBe(latest?.truth ?? 'UNKNOWN');
        },
      ),
    );
  });
});
