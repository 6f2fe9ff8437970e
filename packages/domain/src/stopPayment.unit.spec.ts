import * as fc from 'fast-check';
import { keyHash, partitionOf } from './partition';
import { keyHashOfStopPaymentId, stopPaymentIdOf } from './stopPayment';

describe('the id of a stop-payment', () => {
  it('leads the core’s answer to the partition of the account', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fc.string({ minLength: 1 }),
        (account, cause) => {
          fc.pre(!/^[\n\r\u2028\u2029]/.test(cause));
          const hash = keyHashOfStopPaymentId(stopPaymentIdOf(account, cause));
          expect(hash).toBe(keyHash(account));
          expect(hash! % 8).toBe(partitionOf(account, 8));
        },
      ),
    );
  });

  it('is the same for the same cause, so that a redelivered one opens nothing new', () => {
    expect(stopPaymentIdOf('BANKA:1', 'D:t-1')).toBe(stopPaymentIdOf('BANKA:1', 'D:t-1'));
    expect(stopPaymentIdOf('BANKA:1', 'D:t-1')).not.toBe(stopPaymentIdOf('BANKA:1', 'D:t-2'));
    expect(stopPaymentIdOf('BANKA:1', 'D:t-1')).toMatch(/^[0-7][0-9a-f]{7}-D:t-1$/);
  });

  it.each(['', 'SP-1', '0000002a', '0000002a-', '0000002A-x', 'ffffffff-x', '0000002-x'])(
    '%j is not ours',
    (id) => {
      expect(keyHashOfStopPaymentId(id)).toBeNull();
    },
  );
});
