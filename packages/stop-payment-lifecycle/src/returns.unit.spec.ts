import { holdIdOf } from './ids';
import { cnPack } from './policy/packs/cn';
import { indiaPack } from './policy/packs/india';
import type { PolicyPack } from './policy/policyPack';
import { answer, holdOf, initiated, MONDAY_10, MULE, orderOf, PAYER, VICTIM } from './testing/builders';
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

describe('a return of frozen money', () => {
  it('is paid in parts up to what is stopped; the last part ends the stop', () => {
    const { owner, id } = frozen();
    const to = { stopPaymentId: id, returnToAccount: VICTIM, approvedBy: 'bo' };
    const first = owner.order(
      orderOf('RETURN_FUNDS', 'O1', { ...to, amountMinor: 400_000, currency: 'EUR' }),
    );
    expect(first).toMatchObject({
      action: 'RETURN_FUNDS',
      returnToAccount: VICTIM,
      approvedBy: 'bo',
      amountMinor: 400_000,
      currency: 'EUR',
    });
    expect(
      owner.refusal(orderOf('RETURN_FUNDS', 'O2', { ...to, amountMinor: 600_001, currency: 'EUR' })),
    ).toBe('AMOUNT_TOO_LARGE');
    owner.feed(answer(first, 'RETURNED', { stoppedMinor: 600_000 }));
    expect(owner.stop(id).facts).toMatchObject({
      state: 'PARTIAL',
      stoppedMinor: 600_000,
      returnedMinor: 400_000,
    });
    const rest = owner.order(orderOf('RETURN_FUNDS', 'O3', to));
    expect(rest.amountMinor).toBe(600_000);
    owner.feed(answer(rest, 'RETURNED', { at: MONDAY_10 + 9000 }));
    expect(owner.stop(id).facts).toMatchObject({
      state: 'RETURNED',
      stoppedMinor: 0,
      returnedMinor: 1_000_000,
    });
  });

  it('counts the same whether a core answers with what is left or with what was stopped in all', () => {
    for (const stoppedMinor of [null, 600_000, 1_000_000]) {
      const { owner, id } = frozen();
      const back = owner.order(
        orderOf('RETURN_FUNDS', 'O1', {
          stopPaymentId: id,
          returnToAccount: VICTIM,
          approvedBy: 'bo',
          amountMinor: 400_000,
          currency: 'EUR',
        }),
      );
      owner.feed(answer(back, 'RETURNED', { stoppedMinor }));
      expect(owner.stop(id).facts).toMatchObject({ stoppedMinor: 600_000, returnedMinor: 400_000 });
    }
  });

  it('is booked also where the stop expired while the core was paying', () => {
    const { owner, id } = frozen();
    const back = owner.order(
      orderOf('RETURN_FUNDS', 'O1', { stopPaymentId: id, returnToAccount: VICTIM, approvedBy: 'bo' }),
    );
    owner.at(MONDAY_10 + DAY);
    owner.ring();
    owner.feed(answer(back, 'RETURNED', { at: MONDAY_10 + DAY }));
    expect(owner.stop(id).facts).toMatchObject({ state: 'EXPIRED', returnedMinor: 1_000_000 });
  });

  it('that the core refuses leaves the money frozen and returnable', () => {
    const { owner, id } = frozen();
    const to = { stopPaymentId: id, returnToAccount: VICTIM, approvedBy: 'bo' };
    owner.feed(answer(owner.order(orderOf('RETURN_FUNDS', 'O1', to)), 'REJECTED'));
    expect(owner.stop(id).facts).toMatchObject({
      state: 'PARTIAL',
      stoppedMinor: 1_000_000,
      returnedMinor: 0,
    });
    expect(owner.order(orderOf('RETURN_FUNDS', 'O2', to)).amountMinor).toBe(1_000_000);
  });

  it.each([
    ['to the frozen account itself', { returnToAccount: MULE }, 'RETURN_ACCOUNT_INVALID'],
    ['in another currency', { currency: 'USD', amountMinor: 1 }, 'CURRENCY_MISMATCH'],
  ])('%s is refused', (_, changes, code) => {
    const { owner, id } = frozen();
    expect(
      owner.refusal(
        orderOf('RETURN_FUNDS', 'O1', {
          stopPaymentId: id,
          returnToAccount: VICTIM,
          approvedBy: 'bo',
          ...changes,
        }),
      ),
    ).toBe(code);
  });

  it("never goes out on one person's word", () => {
    const { owner, id } = frozen();
    const alone = { stopPaymentId: id, returnToAccount: VICTIM };
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O1', alone))).toBe('SECOND_PERSON_MISSING');
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O2', { ...alone, approvedBy: ' ann ' }))).toBe(
      'SECOND_PERSON_MISSING',
    );
  });

  it('is refused of a held transfer, which is cancelled instead', () => {
    const owner = held();
    expect(
      owner.refusal(
        orderOf('RETURN_FUNDS', 'O1', {
          stopPaymentId: HELD,
          account: PAYER,
          returnToAccount: VICTIM,
          approvedBy: 'bo',
        }),
      ),
    ).toBe('WRONG_INSTRUMENT');
  });

  it('needs the police in China, with their reference and a second person of the bank', () => {
    const { owner, id } = frozen(cnPack);
    const to = { stopPaymentId: id, returnToAccount: VICTIM, approvedBy: 'bo' };
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O1', to))).toBe('NOT_ENTITLED');
    const police = { ...to, cause: 'POLICE_ORDER' as const };
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O2', police))).toBe('AUTHORITY_REFERENCE_MISSING');
    const signed = { ...police, authorityReference: 'PSB-2026-77' };
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O3', { ...signed, approvedBy: null }))).toBe(
      'SECOND_PERSON_MISSING',
    );
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O4', { ...signed, approvedBy: 'ann' }))).toBe(
      'SECOND_PERSON_MISSING',
    );
    expect(owner.order(orderOf('RETURN_FUNDS', 'O5', signed))).toMatchObject({
      authorityReference: 'PSB-2026-77',
      approvedBy: 'bo',
    });
  });

  it('needs no court in India below 50,000 rupees in all', () => {
    const owner = createOwner(indiaPack);
    const freeze = owner.order(
      orderOf('FREEZE_AMOUNT', 'L1', {
        amountMinor: 9_000_000,
        currency: 'INR',
        cause: 'POLICE_ORDER',
        authorityReference: '3110',
      }),
    );
    expect(freeze).toMatchObject({ legalBasis: 'IN-CFCFRMS', expiresAt: MONDAY_10 + 90 * DAY });
    owner.feed(answer(freeze, 'EXECUTED', { stoppedMinor: 9_000_000 }));
    const to = {
      stopPaymentId: freeze.stopPaymentId,
      returnToAccount: VICTIM,
      approvedBy: 'bo',
      currency: 'INR',
    };
    owner.feed(
      answer(owner.order(orderOf('RETURN_FUNDS', 'O1', { ...to, amountMinor: 5_000_000 })), 'RETURNED'),
    );
    expect(owner.refusal(orderOf('RETURN_FUNDS', 'O2', { ...to, amountMinor: 1 }))).toBe('NOT_ENTITLED');
  });
});
