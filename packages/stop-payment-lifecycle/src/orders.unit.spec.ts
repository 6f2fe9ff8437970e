import { followUpIdOf, holdIdOf, orderedIdOf } from './ids';
import { cnPack } from './policy/packs/cn';
import type { PolicyPack } from './policy/policyPack';
import { answer, holdOf, initiated, MONDAY_10, MULE, orderOf, PAYER, statusOf } from './testing/builders';
import { createOwner } from './testing/owner';

const DAY = 86_400_000;
const HELD = holdIdOf(PAYER, 'T1');

function held(policy?: PolicyPack) {
  const owner = createOwner(policy);
  owner.feed(answer(owner.order(holdOf('T1')), 'EXECUTED', { stoppedMinor: 4_800_000 }));
  return owner;
}

function frozen(policy?: PolicyPack, stoppedMinor = 1_000_000) {
  const owner = createOwner(policy);
  const freeze = owner.order(holdOf('T1', initiated({ status: 'SETTLED' })));
  owner.feed(answer(freeze, stoppedMinor === 4_800_000 ? 'EXECUTED' : 'PARTIAL', { stoppedMinor }));
  return { owner, id: freeze.stopPaymentId };
}

describe('a release', () => {
  it('goes to the core, and the settlement that comes of it is normal', () => {
    const owner = held();
    const command = owner.order(orderOf('RELEASE', 'O1', { stopPaymentId: HELD, account: PAYER }));
    expect(command).toMatchObject({
      commandId: `${HELD}/RELEASE/O1`,
      cause: 'ANALYST',
      causeId: 'O1',
      orderedBy: 'ann',
      expiresAt: null,
    });
    owner.feed(statusOf('T1', 'SETTLED'));
    expect(owner.stop(HELD).facts).toMatchObject({
      state: 'RELEASED',
      stoppedMinor: 0,
      orderedBy: 'model:1',
    });
    owner.feed(answer(command, 'RELEASED'));
    expect(owner.followUps).toEqual([]);
    expect(owner.stop(HELD).facts.state).toBe('RELEASED');
  });

  it('is ordered once, however often the order comes', () => {
    const owner = held();
    const order = orderOf('RELEASE', 'O1', { stopPaymentId: HELD, account: PAYER });
    owner.feed(order);
    expect(owner.feed(order).kind).toBe('IGNORED');
    expect(owner.refusal(orderOf('RELEASE', 'O2', { stopPaymentId: HELD, account: PAYER }))).toBe(
      'COMMAND_PENDING',
    );
  });

  it('that the core refuses leaves the stop as it was, to be ordered again', () => {
    const owner = held();
    const release = owner.order(orderOf('RELEASE', 'O1', { stopPaymentId: HELD, account: PAYER }));
    owner.feed(answer(release, 'REJECTED'));
    expect(owner.stop(HELD).facts.state).toBe('EXECUTED');
    owner.order(orderOf('RELEASE', 'O2', { stopPaymentId: HELD, account: PAYER }));
  });
});

describe('a cancellation', () => {
  it('ends a held transfer for good', () => {
    const owner = held();
    const cancel = owner.order(orderOf('CANCEL_TRANSFER', 'O1', { stopPaymentId: HELD, account: PAYER }));
    expect(cancel).toMatchObject({ action: 'CANCEL_TRANSFER', transferId: 'T1' });
    owner.feed(answer(cancel, 'CANCELLED'));
    expect(owner.stop(HELD).facts.state).toBe('CANCELLED');
    expect(owner.refusal(orderOf('RELEASE', 'O2', { stopPaymentId: HELD, account: PAYER }))).toBe(
      'WRONG_STATE',
    );
  });

  it('that comes too late is followed as the hold would have been', () => {
    const owner = held();
    const cancel = owner.order(orderOf('CANCEL_TRANSFER', 'O1', { stopPaymentId: HELD, account: PAYER }));
    owner.feed(answer(cancel, 'TOO_LATE'));
    expect(owner.followUps[0]?.stopPaymentId).toBe(followUpIdOf(MULE, 'T1'));
  });

  it('is refused for frozen money', () => {
    const { owner, id } = frozen();
    expect(owner.refusal(orderOf('CANCEL_TRANSFER', 'O1', { stopPaymentId: id }))).toBe('WRONG_INSTRUMENT');
  });
});

describe('an extension', () => {
  it('is bounded in length and number', () => {
    const owner = held();
    const extend = (id: string, expiresAt: number | null = null) =>
      orderOf('EXTEND', id, { stopPaymentId: HELD, account: PAYER, expiresAt });
    expect(owner.refusal(extend('O1', MONDAY_10 + 2 * DAY + 1))).toBe('TOO_LONG');
    expect(owner.refusal(extend('O2', MONDAY_10 + DAY))).toBe('NOT_LATER');
    for (let n = 1; n <= 6; n++) {
      const command = owner.order(extend(`E${n}`));
      expect(owner.refusal(extend(`P${n}`))).toBe('COMMAND_PENDING');
      owner.feed(answer(command, 'EXECUTED', { at: MONDAY_10 + n * 1000 }));
    }
    expect(owner.stop(HELD).facts).toMatchObject({ renewals: 6, expiresAt: MONDAY_10 + 7 * DAY });
    expect(owner.refusal(extend('E7'))).toBe('NO_RENEWAL_LEFT');
  });

  it("on a public-security order converts the bank's stop to a freeze of six months, kept by the core throughout", () => {
    const { owner, id } = frozen(cnPack);
    const order = {
      stopPaymentId: id,
      cause: 'POLICE_ORDER' as const,
      legalBasis: 'CN-QUICK-FREEZE',
      authorityReference: 'PSB-2026-78',
    };
    const convert = owner.order(orderOf('EXTEND', 'O1', order));
    expect(convert).toMatchObject({
      action: 'EXTEND',
      legalBasis: 'CN-QUICK-FREEZE',
      expiresAt: MONDAY_10 + 180 * DAY,
    });
    owner.feed(answer(convert, 'EXECUTED', { stoppedMinor: 1_000_000 }));
    expect(owner.events.at(-1)?.type).toBe('CONVERTED');
    expect(owner.stop(id).facts).toMatchObject({
      state: 'PARTIAL',
      legalBasis: 'CN-QUICK-FREEZE',
      authorityReference: 'PSB-2026-78',
      stoppedMinor: 1_000_000,
    });
    expect(owner.refusal(orderOf('RELEASE', 'O2', { stopPaymentId: id }))).toBe('NOT_ENTITLED');
  });
});

describe('a stop by order', () => {
  const amount = { amountMinor: 120_000, currency: 'EUR' };

  it("freezes under the order's own id", () => {
    const owner = createOwner();
    const freeze = owner.order(
      orderOf('FREEZE_AMOUNT', 'trace-7', { ...amount, cause: 'FUND_TRACE', caseId: 'C1' }),
    );
    expect(freeze).toMatchObject({
      stopPaymentId: orderedIdOf(MULE, 'trace-7'),
      cause: 'FUND_TRACE',
      caseId: 'C1',
      legalBasis: 'GENERIC-HOLD',
      expiresAt: MONDAY_10 + DAY,
    });
    expect(owner.feed(orderOf('FREEZE_AMOUNT', 'trace-7', amount)).kind).toBe('IGNORED');
  });

  it('of a transfer that is stopped already is refused', () => {
    const owner = held();
    expect(
      owner.refusal(orderOf('HOLD_TRANSFER', 'O1', { ...amount, account: PAYER, transferId: 'T1' })),
    ).toBe('ALREADY_STOPPED');
  });

  it('after a hold that the core refused is a second try, and both end with the transfer', () => {
    for (const release of [false, true]) {
      const owner = createOwner();
      owner.feed(answer(owner.order(holdOf('T1')), 'REJECTED'));
      const again = owner.order(
        orderOf('HOLD_TRANSFER', 'O1', { ...amount, account: PAYER, transferId: 'T1' }),
      );
      if (release)
        owner.order(orderOf('RELEASE', 'O2', { account: PAYER, stopPaymentId: again.stopPaymentId }));
      owner.feed(statusOf('T1', 'SETTLED'));
      expect(owner.stop(again.stopPaymentId).facts.state).toBe(release ? 'RELEASED' : 'TOO_LATE');
      expect(owner.stop(HELD).facts.state).toBe(release ? 'REJECTED' : 'TOO_LATE');
      expect(owner.followUps).toHaveLength(release ? 0 : 1);
      expect(owner.feed(statusOf('T1', 'SETTLED')).kind).toBe('IGNORED');
    }
  });

  it('that has settled cannot be held, only frozen or recalled', () => {
    const owner = held();
    owner.feed(statusOf('T1', 'SETTLED'));
    expect(
      owner.refusal(orderOf('HOLD_TRANSFER', 'O1', { ...amount, account: PAYER, transferId: 'T1' })),
    ).toBe('TRANSFER_OVER');
  });

  it("that holds a transfer is not doubled by the model's own decision", () => {
    const owner = createOwner();
    owner.feed(orderOf('HOLD_TRANSFER', 'O1', { ...amount, account: PAYER, transferId: 'T1' }));
    expect(owner.feed(holdOf('T1')).kind).toBe('IGNORED');
    expect(owner.commands).toHaveLength(1);
  });

  it('on a police instruction cites the authority, never the bank', () => {
    const owner = createOwner();
    const police = orderOf('FREEZE_AMOUNT', 'O1', {
      ...amount,
      cause: 'POLICE_ORDER',
      authorityReference: 'P-1',
    });
    expect(owner.order(police)).toMatchObject({ legalBasis: 'GENERIC-AUTHORITY', authorityReference: 'P-1' });
  });

  it.each([
    ['without an amount', {}, 'AMOUNT_MISSING'],
    ['at a cash terminal', { ...amount, account: 'CASH:ATM-1' }, 'NOT_STOPPABLE'],
    ['by a model', { ...amount, cause: 'DECISION' as const }, 'CAUSE_INVALID'],
    ['under a law that the policy does not know', { ...amount, legalBasis: 'UK-POCA' }, 'BASIS_UNKNOWN'],
    [
      "under an authority's power by an analyst",
      { ...amount, legalBasis: 'GENERIC-AUTHORITY' },
      'NOT_ENTITLED',
    ],
    ['longer than the basis allows', { ...amount, expiresAt: MONDAY_10 + DAY + 1 }, 'TOO_LONG'],
    ['that would be over', { ...amount, expiresAt: MONDAY_10 }, 'END_IN_THE_PAST'],
  ])('%s is refused and says why', (_, changes, code) => {
    const owner = createOwner();
    expect(owner.refusal(orderOf('FREEZE_AMOUNT', 'O1', changes))).toBe(code);
    expect(owner.commands).toEqual([]);
    expect(owner.events.at(-1)).toMatchObject({ type: 'REFUSED', state: 'REFUSED' });
    expect(owner.events.at(-1)?.reason.length).toBeGreaterThan(20);
  });
});

describe('an order for a stop-payment that is not there', () => {
  it('is refused under an id of its own, once', () => {
    const owner = held();
    const order = orderOf('RELEASE', 'O1', { stopPaymentId: '12345678-H-T9' });
    expect(owner.refusal(order)).toBe('UNKNOWN_STOP_PAYMENT');
    expect(owner.events.at(-1)).toMatchObject({ stopPaymentId: orderedIdOf(MULE, 'O1'), sequence: 1 });
    expect(owner.feed(order).kind).toBe('IGNORED');
  });

  it("is what an order is that names another account than the stop's", () => {
    const owner = held();
    expect(owner.refusal(orderOf('RELEASE', 'O1', { stopPaymentId: HELD, account: MULE }))).toBe(
      'UNKNOWN_STOP_PAYMENT',
    );
    expect(owner.stop(HELD).facts.state).toBe('EXECUTED');
  });
});

describe('the book', () => {
  it('forgets what is over and old, never what is active', () => {
    const owner = held();
    owner.feed(holdOf('T2'));
    owner.feed(
      answer(owner.order(orderOf('RELEASE', 'O1', { stopPaymentId: HELD, account: PAYER })), 'RELEASED'),
    );
    expect(owner.book.forget(MONDAY_10 - 1)).toBe(0);
    expect(owner.book.forget(MONDAY_10 + DAY)).toBe(1);
    expect(owner.book.size()).toBe(1);
    expect(owner.book.actedOn('O1')).toBeUndefined();
    expect(owner.book.stopsOf(PAYER, 'T1')).toEqual([]);
    expect(owner.book.stopsOf(PAYER, 'T2')).toHaveLength(1);
    // It is never opened again, and a late answer is no dead letter.
    expect(owner.feed(holdOf('T1')).kind).toBe('IGNORED');
    expect(owner.feed(answer(owner.commands[0]!, 'PARTIAL')).kind).toBe('IGNORED');
    expect(owner.refusal(orderOf('RELEASE', 'O3', { stopPaymentId: HELD, account: PAYER }))).toBe(
      'UNKNOWN_STOP_PAYMENT',
    );
    expect(owner.book.apply({ ...owner.events[0]!, sequence: 9 })).toBeNull();
  });
});
