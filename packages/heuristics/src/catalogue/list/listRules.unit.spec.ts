import type { Disposition, Perspective } from '@sluice/domain';
import { type ListingView, newListingView, strongerHit } from '../../leg/listingView';
import { account, leg } from '../../testing/builders';
import { onCreditor, onDebtor } from '../../testing/firing';

function listed(
  kind: keyof ListingView,
  disposition: Disposition,
  perspective: Perspective = 'BOTH',
): ListingView {
  return { ...newListingView(), [kind]: { disposition, perspective } };
}

describe('list.account', () => {
  test('a receiving account that is confirmed fraud is seen, named by its last characters only', () => {
    const { points, reason } = onCreditor(
      'list.account',
      leg(),
      account(),
      listed('account', 'CONFIRMED_FRAUD'),
    );
    expect(points).toBe(700);
    expect(reason?.detail).toBe('Receiving account ••9032 is listed as confirmed fraud.');
    expect(reason?.subject).toBe('DE:BORIS-9032');
  });

  test('suspected brings less, blocked the whole score, trusted and symbols of tomorrow nothing', () => {
    const points = (disposition: Disposition) =>
      onDebtor('list.account', leg(), account(), listed('account', disposition)).points;
    expect(points('SUSPECTED')).toBe(320);
    expect(points('BLOCKED')).toBe(1_000);
    expect(points('TRUSTED')).toBe(0);
    expect(points('UNKNOWN')).toBe(0);
  });

  test('a condition on paying says nothing of an account that receives', () => {
    const asDebtor = listed('account', 'CONFIRMED_FRAUD', 'DEBTOR');
    expect(onCreditor('list.account', leg(), account(), asDebtor).points).toBe(0);
    expect(onDebtor('list.account', leg(), account(), asDebtor).points).toBe(700);
  });

  test('a cash machine can be listed although it has no windows', () => {
    const atm = leg({ kind: 'CASH_WITHDRAWAL', creditorAccount: 'CASH:ATM-12', creditorKind: 'CASH' });
    const { reason } = onCreditor('list.account', atm, account(), listed('account', 'SUSPECTED'));
    expect(reason?.detail).toBe('Receiving account CASH:ATM-12 is listed as suspected.');
  });
});

describe.each([
  ['list.device', 'device', 'deviceId', 600, "The payer's device is listed as confirmed fraud."],
  ['list.ip', 'ip', 'ipAddress', 350, "The payer's IP address is listed as confirmed fraud."],
] as const)('%s', (rule, kind, field, points, detail) => {
  test('a known bad one is seen', () => {
    const found = onDebtor(rule, leg(), account(), listed(kind, 'CONFIRMED_FRAUD'));
    expect(found.points).toBe(points);
    expect(found.reason?.detail).toBe(detail);
  });

  test('an ordinary one brings nothing', () => {
    expect(onDebtor(rule, leg(), account())).toEqual({ points: 0, reason: null, isMissing: false });
  });

  test('a session by phone or web without one is missing evidence; at a counter there is none to look up', () => {
    expect(onDebtor(rule, leg({ [field]: null }), account()).isMissing).toBe(true);
    expect(onDebtor(rule, leg({ [field]: null, channel: 'BRANCH' }), account()).isMissing).toBe(false);
    const incoming = leg({ [field]: null, debtorOwnership: 'OTHER' });
    expect(onDebtor(rule, incoming, account()).isMissing).toBe(false);
  });
});

describe('list.phone', () => {
  test('the phone bound to a receiving account is seen', () => {
    const { points, reason } = onCreditor('list.phone', leg(), account(), listed('phone', 'CONFIRMED_FRAUD'));
    expect(points).toBe(500);
    expect(reason?.detail).toBe('The phone bound to ••9032 is listed as confirmed fraud.');
  });

  test('an account known to have no phone misses nothing; one whose master data are unknown does', () => {
    expect(onDebtor('list.phone', leg(), account({ phone: null })).isMissing).toBe(false);
    expect(onDebtor('list.phone', leg(), account({ phone: null, masterKnown: false })).isMissing).toBe(true);
  });
});

test('where several conditions match one value, the stronger by the contract counts', () => {
  const hit = (disposition: Disposition) => ({ disposition, perspective: 'BOTH' as const });
  const order: readonly Disposition[] = ['BLOCKED', 'TRUSTED', 'CONFIRMED_FRAUD', 'SUSPECTED', 'UNKNOWN'];
  for (const [i, stronger] of order.entries()) {
    for (const weaker of order.slice(i)) {
      expect(strongerHit(hit(stronger), hit(weaker))?.disposition).toBe(stronger);
      expect(strongerHit(hit(weaker), hit(stronger))?.disposition).toBe(stronger);
    }
  }
  expect(strongerHit(null, hit('SUSPECTED'))).toEqual(hit('SUSPECTED'));
  expect(strongerHit(hit('SUSPECTED'), null)).toEqual(hit('SUSPECTED'));
});
