import type { StopPaymentOrder } from '@sluice/domain';
import { orderProblem } from './orderProblem';
import { orderOf } from './testing/builders';

const freeze = orderOf('FREEZE_AMOUNT', 'O1', { amountMinor: 100, currency: 'EUR' }).order;

describe('an order', () => {
  it('that is complete is taken', () => {
    expect(orderProblem(freeze)).toBeNull();
    expect(orderProblem({ ...freeze, action: 'RELEASE', stopPaymentId: 'S1', amountMinor: null })).toBeNull();
  });

  it.each<[string, Partial<StopPaymentOrder>, string]>([
    ['a card number as account', { account: '4111111111111111' }, 'account is'],
    ['a return to a bare number', { returnToAccount: '12345' }, 'returnToAccount is'],
    ['an amount of nothing', { amountMinor: 0 }, 'amountMinor'],
    ['an amount without its currency', { currency: null, action: 'EXTEND', stopPaymentId: 'S1' }, 'currency'],
    ['nobody who orders it', { orderedBy: ' ' }, 'orderedBy'],
    ['no reason', { reason: '' }, 'reason'],
    ['a reason as long as a book', { reason: 'x'.repeat(1001) }, 'reason has 1001 characters'],
    ['a release of nothing', { action: 'RELEASE' }, 'needs stopPaymentId'],
    ['a return to nobody', { action: 'RETURN_FUNDS', stopPaymentId: 'S1' }, 'needs returnToAccount'],
    ['a hold of nothing', { action: 'HOLD_TRANSFER' }, 'needs transferId'],
    [
      'a recall of no amount',
      { action: 'RECALL_TRANSFER', transferId: 'T1', amountMinor: null },
      'needs amountMinor',
    ],
  ])('with %s is refused and says where', (_, changes, where) => {
    const problem = orderProblem({ ...freeze, ...changes });
    expect(problem?.code).toBe('ORDER_INVALID');
    expect(problem?.sentence).toContain(where);
  });
});
