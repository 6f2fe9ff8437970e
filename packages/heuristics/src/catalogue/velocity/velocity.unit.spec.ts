import { account, eur, knownFor, leg } from '../../testing/builders';
import { onDebtor } from '../../testing/firing';

describe('velocity.out-count', () => {
  const nineWithinTheHour = { count: [3, 8, 8, 20] } as const;

  test('a thief who makes nine payments within the hour on an account that makes two a day is seen', () => {
    const { points, reason } = onDebtor('velocity.out-count', leg(), account({ out: nineWithinTheHour }));
    expect(points).toBe(60);
    expect(reason?.detail).toBe(
      '9 payments within 1 hour, 4.5 times the 2 payments reckoned for a whole day.',
    );
    expect(reason?.evidence).toEqual({ payments: 9, windowHours: 1, habitPerDay: 2 });
    expect(reason?.subject).toBe('DE:ANNA-4417');
  });

  test('a slow drain shows by the day where no hour stands out', () => {
    const own = account({ out: { count: [0, 1, 13, 15] } });
    expect(onDebtor('velocity.out-count', leg(), own).reason?.detail).toBe(
      '14 payments within 24 hours, 7 times the 2 payments reckoned for a whole day.',
    );
  });

  test('a trader with 60 payments a day is not noticed for 70', () => {
    const own = account({ habitOutPerDay: 60, out: { count: [4, 12, 70, 400] } });
    expect(onDebtor('velocity.out-count', leg(), own).points).toBe(0);
  });

  test('a payroll batch is one instruction, however many it pays', () => {
    const batch = leg({ initiation: 'BATCH', batchId: 'payroll-06' });
    expect(onDebtor('velocity.out-count', batch, account({ out: nineWithinTheHour })).points).toBe(0);
  });

  test('a shopping tour by card is none of its business', () => {
    const card = leg({ kind: 'CARD_PAYMENT', channel: 'POS', creditorKind: 'MERCHANT' });
    expect(onDebtor('velocity.out-count', card, account({ out: nineWithinTheHour })).points).toBe(0);
  });

  test('of an account elsewhere only a part is seen, so it is not counted', () => {
    const incoming = leg({ debtorOwnership: 'OTHER' });
    expect(onDebtor('velocity.out-count', incoming, account({ out: nineWithinTheHour })).points).toBe(0);
  });
});

describe('velocity.out-sum', () => {
  test('9,000 EUR in a day from an account that pays 80 a day is seen', () => {
    const own = account({ out: { sumMinor: [0, eur(4_000), eur(5_000), eur(5_000)] } });
    const { points, reason } = onDebtor('velocity.out-sum', leg({ amountMinor: eur(4_000) }), own);
    expect(points).toBe(90);
    expect(reason?.detail).toBe(
      '9,000.00 EUR out within 24 hours, 90 times the 100.00 EUR reckoned for a day.',
    );
  });

  test('rent and bills after payday stay below the absolute bound, many times the daily habit though they are', () => {
    const own = account({ out: { sumMinor: [0, eur(300), eur(1_200), eur(1_300)] } });
    expect(onDebtor('velocity.out-sum', leg({ amountMinor: eur(900) }), own).points).toBe(0);
  });

  test('a company that pays 20,000 a day may pay 60,000', () => {
    const own = account({ holderKind: 'COMPANY', habitOutMinorPerDay: eur(20_000) });
    expect(onDebtor('velocity.out-sum', leg({ amountMinor: eur(60_000) }), own).points).toBe(0);
  });

  test('the absolute bound of 3,000 EUR is 480,000 yen by the scale of the file', () => {
    const own = account({ habitOutMinorPerDay: 8_000 });
    const below = leg({ currency: 'JPY', amountMinor: 479_999 });
    const at = leg({ currency: 'JPY', amountMinor: 480_000 });
    expect(onDebtor('velocity.out-sum', below, own).points).toBe(0);
    expect(onDebtor('velocity.out-sum', at, own).reason?.detail).toBe(
      '480,000 JPY out within 24 hours, 30 times the 16,000 JPY reckoned for a day.',
    );
  });
});

describe('velocity.new-payees', () => {
  const twoBefore = {
    fresh: [1, 2, 2, 2],
    sumMinor: [eur(900), eur(1_800), eur(1_800), eur(2_000)],
  } as const;

  test('a third new payee within the day, with real money, is seen', () => {
    const { points, reason } = onDebtor(
      'velocity.new-payees',
      leg({ amountMinor: eur(900) }),
      account({ out: twoBefore }),
    );
    expect(points).toBe(90);
    expect(reason?.detail).toBe('3 payees never paid before within 24 hours, 2,700.00 EUR out in all.');
  });

  test('friends who split a bill are new payees for small money', () => {
    const own = account({ out: { fresh: [3, 3, 3, 3], sumMinor: [eur(60), eur(60), eur(60), eur(300)] } });
    expect(onDebtor('velocity.new-payees', leg({ amountMinor: eur(20) }), own).points).toBe(0);
  });

  test('a payee paid before is not new, whoever else is', () => {
    const own = account({ ...knownFor(200, 8), out: twoBefore });
    expect(onDebtor('velocity.new-payees', leg({ amountMinor: eur(900) }), own).points).toBe(0);
  });

  test('who has just opened an account has only new payees', () => {
    const own = account({ firstSeenAt: leg().occurredAt - 3 * 86_400_000, out: twoBefore });
    expect(onDebtor('velocity.new-payees', leg({ amountMinor: eur(900) }), own).points).toBe(0);
  });
});
