import { decisionIdOf } from '@sluice/domain';
import { transferIdOf } from '../traffic/bank';
import { tallyDecisions } from './tallyDecisions';

const decisionOf = (number: number, run = 'a1') => {
  const transferId = transferIdOf(run, number);
  return { transferId, decisionId: decisionIdOf(transferId), outcome: 'ALLOW' as const };
};

describe('the tally of a backlog', () => {
  it('is well where every transfer has one decision', () => {
    const tally = tallyDecisions('a1', 3);
    for (const number of [2, 0, 1]) tally.note(decisionOf(number), 1_000 + number);
    expect(tally.result()).toEqual({ outcomes: { ALLOW: 3 }, lastAt: 1_002 });
  });

  it('sees a transfer that was lost', () => {
    const tally = tallyDecisions('a1', 3);
    for (const number of [0, 2]) tally.note(decisionOf(number), 1_000);
    expect(() => tally.result()).toThrow('3 transfers: 2 decided, 0 records');
  });

  it('sees a transfer that was decided twice', () => {
    const tally = tallyDecisions('a1', 2);
    for (const number of [0, 1, 1]) tally.note(decisionOf(number), 1_000);
    expect(() => tally.result()).toThrow('2 decided, 1 records of decisions beside them');
  });

  it('sees a decision that is nobody’s, and one under a wrong id', () => {
    const strange = tallyDecisions('a1', 1);
    strange.note(decisionOf(0, 'b2'), 1_000);
    expect(() => strange.result()).toThrow('0 decided, 1 records');
    const misnamed = tallyDecisions('a1', 1);
    misnamed.note({ ...decisionOf(0), decisionId: 'D:other' }, 1_000);
    expect(() => misnamed.result()).toThrow('0 decided, 1 records');
  });
});
