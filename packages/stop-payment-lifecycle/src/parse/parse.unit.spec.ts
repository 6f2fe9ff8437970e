import type { StopPaymentInboxEntry } from '@sluice/domain';
import { answer, holdOf, MULE, orderOf, statusOf } from '../testing/builders';
import { parseInboxEntry } from './parseInboxEntry';
import { parseOrder } from './parseOrder';

function refusalOf(order: unknown): string {
  const parsed = parseOrder(typeof order === 'string' ? order : JSON.stringify(order));
  if (parsed.ok) throw new Error('it was taken');
  expect(parsed.problem.code).toBe('ORDER_INVALID');
  return parsed.problem.sentence;
}

describe('an inbox entry', () => {
  const entries: StopPaymentInboxEntry[] = [
    holdOf('T1'),
    statusOf('T1', 'SETTLED'),
    orderOf('RELEASE', 'O1', { stopPaymentId: 'S1' }),
    answer({ commandId: 'C1', stopPaymentId: 'S1' }, 'EXECUTED', { stoppedMinor: 5 }),
    {
      type: 'CLOCK',
      account: MULE,
      stopPaymentId: 'S1',
      alarm: 'EXPIRY',
      dueFor: 5,
      at: 6,
    },
    {
      type: 'FOLLOW_UP',
      account: MULE,
      action: 'FREEZE_AMOUNT',
      stopPaymentId: 'S2',
      previousStopPaymentId: 'S1',
      decision: holdOf('T1'),
      reason: 'The hold came too late.',
      at: 7,
    },
  ];
  it.each(entries.map((entry) => [entry.type, entry] as const))(
    '%s is read as it was written',
    (_, entry) => {
      expect(parseInboxEntry(JSON.stringify(entry))).toEqual({ ok: true, value: entry });
    },
  );

  it('that is no entry is refused with the place of what is wrong', () => {
    for (const text of [
      '',
      'null',
      '{}',
      '{"type":"OTHER"}',
      JSON.stringify({ ...holdOf('T1'), amountMinor: 1.5 }),
    ]) {
      const parsed = parseInboxEntry(text);
      expect(parsed.ok ? null : parsed.problem.code).toBe('ENTRY_INVALID');
    }
    const parsed = parseInboxEntry(JSON.stringify({ ...holdOf('T1'), amountMinor: -1 }));
    expect(parsed.ok ? '' : parsed.problem.sentence).toContain('amountMinor');
  });

  it('that is not JSON is refused without quoting it', () => {
    const parsed = parseInboxEntry('Alice Example owes 5');
    expect(parsed.ok ? '' : parsed.problem.sentence).not.toContain('Alice');
  });
});

describe('an order', () => {
  const freeze = orderOf('FREEZE_AMOUNT', 'O1', { amountMinor: 100, currency: 'EUR' }).order;

  it('that is complete is taken', () => {
    expect(parseOrder(JSON.stringify(freeze))).toEqual({ ok: true, value: freeze });
  });

  it.each([
    ['no JSON', 'nonsense', 'not JSON'],
    ['an unknown action', { ...freeze, action: 'SEIZE' }, 'action'],
    ['a card number as account', { ...freeze, account: '4111111111111111' }, 'account'],
    ['a currency that does not exist', { ...freeze, currency: 'EURO' }, 'currency'],
    ['a fraction of a cent', { ...freeze, amountMinor: 0.5 }, 'amountMinor'],
    ['an amount past what stays exact', { ...freeze, amountMinor: 2 ** 53 }, 'amountMinor'],
    ['nobody who orders it', { ...freeze, orderedBy: ' ' }, 'orderedBy'],
    ['no reason', { ...freeze, reason: '' }, 'reason'],
    ['an amount without its currency', { ...freeze, currency: null }, 'needs currency'],
    ['a release of nothing', { ...freeze, action: 'RELEASE' }, 'needs stopPaymentId'],
    [
      'a return to nobody',
      { ...freeze, action: 'RETURN_FUNDS', stopPaymentId: 'S1' },
      'needs returnToAccount',
    ],
    ['a hold of nothing', { ...freeze, action: 'HOLD_TRANSFER' }, 'needs transferId'],
  ])('with %s is refused and says where', (_, order, where) => {
    expect(refusalOf(order)).toContain(where);
  });
});
