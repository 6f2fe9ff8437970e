import { DEAD_LETTER_CODES } from './deadLetter';
import { decisionIdOf, warningIdOf } from './decision';
import { ORDER_ACTIONS } from './order';
import { ok, refuse } from './result';
import { STOP_PAYMENT_ACTIONS } from './stopPayment';
import { TOPICS } from './topics';
import { isFinalStatus, TRANSFER_STATUSES } from './transfer';

describe('the words of the domain', () => {
  it('name one decision and one warning per transfer', () => {
    expect(decisionIdOf('t-1')).toBe('D:t-1');
    expect(warningIdOf('t-1')).toBe('W:t-1');
  });

  it('call a transfer final when it has settled, been rejected or been cancelled', () => {
    expect(TRANSFER_STATUSES.filter(isFinalStatus)).toEqual(['SETTLED', 'REJECTED', 'CANCELLED']);
  });

  it('let people order only what a core can be commanded to do', () => {
    const commands: readonly string[] = STOP_PAYMENT_ACTIONS;
    expect(ORDER_ACTIONS.filter((action) => !commands.includes(action))).toEqual([]);
  });

  it('hold no topic and no dead-letter code twice', () => {
    const topics = Object.values(TOPICS);
    expect(new Set(topics).size).toBe(topics.length);
    expect(new Set(DEAD_LETTER_CODES).size).toBe(DEAD_LETTER_CODES.length);
  });

  it('tell an expected failure by code and sentence', () => {
    expect(ok(3)).toEqual({ ok: true, value: 3 });
    expect(refuse('SAME_ACCOUNT', 'Both sides are ••4417.')).toEqual({
      ok: false,
      problem: { code: 'SAME_ACCOUNT', sentence: 'Both sides are ••4417.' },
    });
  });
});
