import { actProblem } from './actProblem';

describe('what a person says about a case', () => {
  it.each([
    ['nobody', { by: '' }, '`by` must name a person; it is blank.'],
    ['blanks', { by: ' \t\u00a0' }, '`by` must name a person; it is blank.'],
    ['to nobody', { by: 'bob', to: ' ' }, '`to` must name a person; it is blank.'],
    ['an empty note', { by: 'bob', note: '\n' }, '`note` must say something; it is blank.'],
    ['no reason', { by: 'bob', reason: '' }, '`reason` must say something; it is blank.'],
    ['a long name', { by: 'b'.repeat(65) }, '`by` has 65 characters; at most 64 are taken.'],
    [
      'a long note',
      { by: 'bob', note: 'n'.repeat(2001) },
      '`note` has 2001 characters; at most 2000 are taken.',
    ],
  ])('is refused: %s', (_what, said, sentence) => {
    expect(actProblem(said)).toEqual({ code: 'CASE_ACT_INVALID', sentence });
  });

  it('is taken up to its greatest length', () => {
    const name = 'b'.repeat(64);
    const text = 'n'.repeat(2000);
    expect(actProblem({ by: name, to: name, note: text, reason: text })).toBeNull();
  });
});
