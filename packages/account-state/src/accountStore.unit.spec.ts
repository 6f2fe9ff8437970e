import { AccountStore, createAccountFeatures, WINDOW_1H, WINDOW_10M, WINDOW_24H } from './index';
import type { LegFacts } from './legFacts';
import { DAY_MS } from './limits';
import { account, HOUR_MS, leg, MINUTE_MS, NOON } from './testing/builders';

function storeWith(legs: readonly LegFacts[], accountId = 'BANK:1') {
  const store = new AccountStore();
  const slot = store.slotOf(accountId);
  for (const one of legs) store.recordLeg(slot, one);
  return { store, slot };
}

function read(store: AccountStore, slot: number, scored: LegFacts) {
  const features = createAccountFeatures();
  store.readFeatures(slot, scored, features);
  return features;
}

describe('windows', () => {
  it('count a payment of exactly ten minutes ago no more, one a millisecond younger still', () => {
    const { store, slot } = storeWith([
      leg({ at: NOON - 10 * MINUTE_MS }),
      leg({ at: NOON - 10 * MINUTE_MS + 1 }),
    ]);
    const features = read(store, slot, leg({ at: NOON }));
    expect(features.out.count[WINDOW_10M]).toBe(1);
    expect(features.out.count[WINDOW_1H]).toBe(2);
  });

  it('leave out what happened after the payment that is scored, though it was recorded before', () => {
    const { store, slot } = storeWith([leg({ at: NOON + 1 }), leg({ at: NOON })]);
    expect(read(store, slot, leg({ at: NOON })).out.count[WINDOW_10M]).toBe(1);
  });

  it('add up only amounts in the currency of the payment, but count all', () => {
    const { store, slot } = storeWith([
      leg({ at: NOON - 1, amountMinor: 500, currency: 'EUR' }),
      leg({ at: NOON - 1, amountMinor: 900, currency: 'USD' }),
    ]);
    const features = read(store, slot, leg({ at: NOON, currency: 'USD' }));
    expect(features.out.sumMinor[WINDOW_24H]).toBe(900);
    expect(features.out.count[WINDOW_24H]).toBe(2);
  });

  it('keep amounts up to 2^53 - 1 exact', () => {
    const { store, slot } = storeWith([leg({ at: NOON - 1, amountMinor: Number.MAX_SAFE_INTEGER })]);
    expect(read(store, slot, leg({})).out.sumMinor[WINDOW_24H]).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('see a payer who pays for the first time as fresh, and only in the direction in which he was met', () => {
    const { store, slot } = storeWith([
      leg({ at: NOON - 2 * DAY_MS, direction: 'OUT', counterparty: 1 }),
      leg({ at: NOON - 10, direction: 'IN', counterparty: 1 }),
      leg({ at: NOON - 9, direction: 'IN', counterparty: 2 }),
      leg({ at: NOON - 8, direction: 'IN', counterparty: 2 }),
      leg({ at: NOON - 7, direction: 'OUT', counterparty: 2 }),
    ]);
    const features = read(store, slot, leg({ at: NOON }));
    expect([features.in.distinct[WINDOW_1H], features.in.fresh[WINDOW_1H]]).toEqual([2, 1]);
    expect([features.out.distinct[WINDOW_1H], features.out.fresh[WINDOW_1H]]).toEqual([1, 0]);
  });
});

describe('pass-through', () => {
  it('sees 95% of what came in going out again within the hour', () => {
    const { store, slot } = storeWith([
      leg({ direction: 'IN', amountMinor: 100_000, at: NOON - 20 * MINUTE_MS }),
    ]);
    const features = read(store, slot, leg({ direction: 'OUT', amountMinor: 95_000, at: NOON }));
    expect([features.receivedMinor1h, features.forwardedMinor1h]).toEqual([100_000, 95_000]);
  });

  it('does not take money that went out before the credit for forwarded', () => {
    const { store, slot } = storeWith([leg({ direction: 'OUT', amountMinor: 95_000, at: NOON - MINUTE_MS })]);
    const features = read(store, slot, leg({ direction: 'IN', amountMinor: 100_000, at: NOON }));
    expect([features.receivedMinor1h, features.forwardedMinor1h]).toEqual([100_000, 0]);
  });

  it('matches where the credit is recorded after the debit that passed it on', () => {
    const { store, slot } = storeWith([leg({ direction: 'OUT', amountMinor: 95_000, at: NOON + 800 })]);
    const features = read(store, slot, leg({ direction: 'IN', amountMinor: 100_000, at: NOON }));
    expect([features.receivedMinor24h, features.forwardedMinor24h]).toEqual([100_000, 95_000]);
  });
});

describe('a transfer that did not happen', () => {
  it('leaves windows, counterparties and the habit of its day', () => {
    const rejected = leg({ at: NOON - 5, counterparty: 9, transferHash: 77 });
    const { store, slot } = storeWith([rejected]);
    expect(store.hasRecentLeg(slot, rejected)).toBe(true);
    expect(store.removeLeg(slot, 77)).toBe(true);
    expect(store.removeLeg(slot, 77)).toBe(false);
    expect(store.hasRecentLeg(slot, rejected)).toBe(false);
    const today = read(store, slot, leg({ at: NOON, counterparty: 9 }));
    expect(today.out.count[WINDOW_24H]).toBe(0);
    expect(today.counterpartyKnown).toBe(false);
    expect(today.lifetimePayees).toBe(0);
    expect(read(store, slot, leg({ at: NOON + DAY_MS })).habitOutPerDay).toBe(0);
  });
});

describe('habit', () => {
  it('is the mean of the days before, today left out', () => {
    const { store, slot } = storeWith([
      leg({ at: NOON - 2 * DAY_MS, amountMinor: 4_000 }),
      leg({ at: NOON - 1 * DAY_MS, amountMinor: 4_000 }),
      leg({ at: NOON - 1, amountMinor: 900_000 }),
    ]);
    const features = read(store, slot, leg({ at: NOON }));
    expect(features.habitOutPerDay).toBeCloseTo(1, 5);
    expect(features.habitOutMinorPerDay).toBeCloseTo(4_000, 2);
    expect(features.habitOutMaxMinor).toBeCloseTo(4_000, 2);
    expect(features.activeDays).toBe(3);
  });

  it('has lost half of its weight after 14 days of silence', () => {
    const { store, slot } = storeWith([leg({ at: NOON, amountMinor: 1_000 })]);
    const next = read(store, slot, leg({ at: NOON + DAY_MS }));
    const later = read(store, slot, leg({ at: NOON + 15 * DAY_MS }));
    expect(next.habitOutMinorPerDay).toBeCloseTo(1_000, 3);
    // Half the weight, over the weights of 15 days instead of 1.
    const weights = Array.from({ length: 15 }, (_, days) => 2 ** (-days / 14)).reduce((a, b) => a + b);
    expect(later.habitOutMinorPerDay).toBeCloseTo(500 / weights, 3);
  });
});

describe('counterparties', () => {
  it('make a payee established from the second day on, and no more after 90 days of silence', () => {
    const payers = Array.from({ length: 5 }, (_, i) =>
      leg({ direction: 'IN', counterparty: i + 1, at: NOON }),
    );
    const { store, slot } = storeWith(payers);
    const settledAfter = (days: number) => read(store, slot, leg({ at: NOON + days * DAY_MS })).settledPayers;
    expect([0, 1, 2, 90, 91].map(settledAfter)).toEqual([0, 0, 5, 5, 0]);
  });

  it('are known by any earlier leg in either direction', () => {
    const { store, slot } = storeWith([leg({ direction: 'IN', counterparty: 4, at: NOON - HOUR_MS })]);
    const features = read(store, slot, leg({ direction: 'OUT', counterparty: 4, at: NOON }));
    expect([features.counterpartyKnown, features.counterpartyLegs]).toEqual([true, 1]);
    expect(features.counterpartyFirstAt).toBe(NOON - HOUR_MS);
    expect([features.lifetimePayers, features.lifetimePayees]).toEqual([1, 0]);
  });
});

describe('master data', () => {
  it('is read back as it was set, and can be cleared', () => {
    const { store, slot } = storeWith([]);
    store.setMaster(slot, account({ holderIds: ['C-1', 'C-2'], protection: 'SALARY' }));
    const features = read(store, slot, leg({}));
    expect(features).toMatchObject({
      accountId: 'BANK:1',
      masterKnown: true,
      openedAt: Date.UTC(1968, 4, 1),
      kind: 'CURRENT',
      holderKind: 'PERSON',
      identityVerified: true,
      birthYear: 1951,
      phone: 'a1b2c3',
      protection: 'SALARY',
      holderIds: ['C-1', 'C-2'],
    });
    store.clearMaster(slot);
    expect(read(store, slot, leg({}))).toMatchObject({ masterKnown: false, kind: 'UNKNOWN', holderIds: [] });
  });
});

describe('forgetting', () => {
  it('forgets an account without master data half a year after its last leg, never one with', () => {
    const store = new AccountStore();
    store.recordLeg(store.slotOf('THEIRS:1'), leg({ at: NOON }));
    store.setMaster(store.slotOf('BANK:1'), account());
    store.recordLeg(store.slotOf('BANK:1'), leg({ at: NOON }));
    store.evict(NOON + 180 * DAY_MS);
    expect(store.findSlot('THEIRS:1')).toBeGreaterThanOrEqual(0);
    store.evict(NOON + 180 * DAY_MS + 1);
    expect(store.findSlot('THEIRS:1')).toBe(-1);
    expect(store.findSlot('BANK:1')).toBeGreaterThanOrEqual(0);
    expect(read(store, store.slotOf('THEIRS:1'), leg({ at: NOON + 181 * DAY_MS })).firstSeenAt).toBe(0);
  });
});
