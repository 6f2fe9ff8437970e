import { keyHash } from '@sluice/domain';
import { followUpIdOf, holdIdOf } from './ids';
import { genericPack } from './policy/packs/generic';
import { answer, holdOf, initiated, MONDAY_10, MULE, PAYER, statusOf } from './testing/builders';
import { createOwner } from './testing/owner';

const HOUR = 3_600_000;
const HELD = holdIdOf(PAYER, 'T1');

describe('a suspect transfer that the core still waits on', () => {
  it("is held on the payer's account for 24 hours under the bank's own terms", () => {
    const owner = createOwner();
    const command = owner.order(holdOf('T1'));
    expect(command).toEqual({
      commandId: `${HELD}/HOLD_TRANSFER/D:T1`,
      stopPaymentId: HELD,
      action: 'HOLD_TRANSFER',
      account: PAYER,
      institution: 'OURBDEFF',
      transferId: 'T1',
      amountMinor: 4_800_000,
      currency: 'EUR',
      returnToAccount: null,
      cause: 'DECISION',
      causeId: 'D:T1',
      caseId: null,
      legalBasis: 'GENERIC-HOLD',
      authorityReference: null,
      orderedBy: 'model:1',
      approvedBy: null,
      reason: 'First payment to this payee, 93% of the balance.',
      issuedAt: MONDAY_10,
      expiresAt: MONDAY_10 + 24 * HOUR,
    });
    expect(Number.parseInt(HELD.slice(0, 8), 16)).toBe(keyHash(PAYER));
    expect(owner.events.map(({ type, state, sequence }) => [type, state, sequence])).toEqual([
      ['REQUESTED', 'REQUESTED', 1],
      ['ISSUED', 'ISSUED', 2],
    ]);
  });

  it("is held on the payee's account where the payer banks elsewhere", () => {
    const owner = createOwner();
    const command = owner.order(
      holdOf('T1', initiated({ debtorOwnership: 'OTHER' }), { creditorInstitution: 'MULEBANK' }),
    );
    expect([command.account, command.institution]).toEqual([MULE, 'MULEBANK']);
  });

  it('is held once, however often its decision comes', () => {
    const owner = createOwner();
    owner.feed(holdOf('T1'));
    expect(owner.feed(holdOf('T1')).kind).toBe('IGNORED');
    expect(owner.commands).toHaveLength(1);
  });

  it('is EXECUTED when the core says so, and a repeated answer changes nothing', () => {
    const owner = createOwner();
    const command = owner.order(holdOf('T1'));
    owner.feed(answer(command, 'PENDING'));
    const executed = answer(command, 'EXECUTED', {
      stoppedMinor: 4_800_000,
      coreReference: 'H-77',
      at: MONDAY_10 + 5000,
    });
    owner.feed(executed);
    expect(owner.feed(executed).kind).toBe('IGNORED');
    expect(owner.stop(HELD).facts).toMatchObject({
      state: 'EXECUTED',
      stoppedMinor: 4_800_000,
      coreReference: 'H-77',
    });
    expect(owner.events.at(-1)).toMatchObject({ type: 'EXECUTED', at: MONDAY_10 + 5000, sequence: 4 });
  });

  it('ends as CANCELLED when the core cancels it by itself, and the money never left', () => {
    const owner = createOwner();
    owner.feed(answer(owner.order(holdOf('T1')), 'EXECUTED'));
    owner.feed(statusOf('T1', 'CANCELLED'));
    expect(owner.stop(HELD).facts).toMatchObject({ state: 'CANCELLED', stoppedMinor: 0 });
    expect(owner.followUps).toEqual([]);
  });
});

describe('a hold that came too late', () => {
  it("is followed by one freeze of the payee's account, through that account's inbox", () => {
    const owner = createOwner();
    const hold = owner.order(holdOf('T1'));
    owner.feed(answer(hold, 'TOO_LATE'));
    owner.feed(statusOf('T1', 'SETTLED'));
    expect(owner.followUps).toHaveLength(1);
    const [followUp] = owner.followUps;
    expect(followUp).toMatchObject({
      account: MULE,
      action: 'FREEZE_AMOUNT',
      stopPaymentId: followUpIdOf(MULE, 'T1'),
      previousStopPaymentId: HELD,
    });
    const freeze = owner.order(followUp!);
    expect(freeze).toMatchObject({
      action: 'FREEZE_AMOUNT',
      account: MULE,
      amountMinor: 4_800_000,
      expiresAt: MONDAY_10 + 24 * HOUR,
    });
    expect(owner.feed(followUp!).kind).toBe('IGNORED');
    expect(owner.stop(freeze.stopPaymentId).facts.previousStopPaymentId).toBe(HELD);
  });

  it('is followed by a recall where the payee banks elsewhere', () => {
    const owner = createOwner();
    owner.feed(holdOf('T1', initiated({ creditorOwnership: 'OTHER', creditorAccountKind: null })));
    owner.feed(statusOf('T1', 'SETTLED'));
    const recall = owner.order(owner.followUps[0]!);
    expect(recall).toMatchObject({ action: 'RECALL_TRANSFER', account: PAYER, legalBasis: 'GENERIC-RECALL' });
    expect(recall.expiresAt).toBeGreaterThan(MONDAY_10);
  });

  it('is known by SETTLED alone, whether the core has answered the hold or refused it', () => {
    for (const result of ['EXECUTED', 'REJECTED', 'PENDING'] as const) {
      const owner = createOwner();
      owner.feed(answer(owner.order(holdOf('T1')), result));
      owner.feed(statusOf('T1', 'SETTLED'));
      expect(owner.stop(HELD).facts.state).toBe('TOO_LATE');
      expect(owner.followUps).toHaveLength(1);
    }
  });

  it('stays too late when the core answers the hold only after the transfer settled', () => {
    const owner = createOwner();
    const hold = owner.order(holdOf('T1'));
    owner.feed(statusOf('T1', 'SETTLED'));
    owner.feed(answer(hold, 'EXECUTED', { at: MONDAY_10 + 9000 }));
    expect(owner.stop(HELD).facts).toMatchObject({ state: 'TOO_LATE', stoppedMinor: 0 });
    expect(owner.feed(statusOf('T1', 'SETTLED')).kind).toBe('IGNORED');
  });

  it('is also what a core means that rejects it as ALREADY_EXECUTED', () => {
    const owner = createOwner();
    owner.feed(answer(owner.order(holdOf('T1')), 'REJECTED', { reasonCode: 'ALREADY_EXECUTED' }));
    expect(owner.stop(HELD).facts.state).toBe('TOO_LATE');
    expect(owner.followUps).toHaveLength(1);
  });

  it('is not followed where the money went to a shop: it says so instead', () => {
    const owner = createOwner();
    owner.feed(holdOf('T1', initiated({ creditorAccountKind: 'MERCHANT' })));
    owner.feed(statusOf('T1', 'SETTLED'));
    expect(owner.followUps).toEqual([]);
    expect(owner.events.at(-1)?.reason).toContain('cannot be frozen or recalled automatically');
  });

  it('survives a core that corrects itself: what is held after all is watched again', () => {
    const owner = createOwner();
    const hold = owner.order(holdOf('T1'));
    owner.feed(answer(hold, 'REJECTED'));
    owner.feed(answer(hold, 'EXECUTED', { at: MONDAY_10 + 9000 }));
    expect(owner.stop(HELD).facts).toMatchObject({ state: 'EXECUTED', stoppedMinor: 4_800_000 });
    owner.at(MONDAY_10 + 24 * HOUR);
    owner.ring();
    expect(owner.commands.at(-1)).toMatchObject({ action: 'RELEASE', cause: 'CLOCK' });
  });
});

describe('settled money', () => {
  it("is frozen on the payee's account of ours", () => {
    const command = createOwner().order(holdOf('T1', initiated({ status: 'SETTLED' })));
    expect(command).toMatchObject({ action: 'FREEZE_AMOUNT', account: MULE, legalBasis: 'GENERIC-HOLD' });
  });

  it('is recalled from a bank elsewhere; RETURNED books it as returned', () => {
    const owner = createOwner();
    const recall = owner.order(holdOf('T1', initiated({ status: 'SETTLED', creditorOwnership: 'OTHER' })));
    owner.feed(answer(recall, 'PENDING'));
    owner.feed(answer(recall, 'RETURNED', { at: MONDAY_10 + 9000 }));
    expect(owner.stop(recall.stopPaymentId).facts).toMatchObject({
      state: 'RETURNED',
      returnedMinor: 4_800_000,
      stoppedMinor: 0,
    });
  });

  it('of which the account holds only a part is PARTIAL, with what there was', () => {
    const owner = createOwner();
    const freeze = owner.order(holdOf('T1', initiated({ status: 'SETTLED' })));
    owner.feed(answer(freeze, 'PARTIAL', { stoppedMinor: 1_000_000, availableMinor: 1_000_000 }));
    expect(owner.stop(freeze.stopPaymentId).facts).toMatchObject({
      state: 'PARTIAL',
      stoppedMinor: 1_000_000,
      availableMinor: 1_000_000,
    });
  });

  it('too late to freeze is not followed by another stop', () => {
    const owner = createOwner();
    owner.feed(answer(owner.order(holdOf('T1', initiated({ status: 'SETTLED' }))), 'TOO_LATE'));
    expect(owner.followUps).toEqual([]);
  });
});

describe('a hold that policy refuses', () => {
  const stingy = {
    ...genericPack,
    automatic: {
      holdSparesProtections: ['PUBLIC_BODY'],
      perAccountPerDayMax: 1,
      amountMinorMin: { EUR: 10_000 },
    },
  };

  it('is released at once, because the core waits for it', () => {
    const owner = createOwner(stingy);
    const command = owner.order(holdOf('T1', initiated({ creditorProtection: 'PUBLIC_BODY' })));
    expect(command).toMatchObject({
      action: 'RELEASE',
      transferId: 'T1',
      cause: 'DECISION',
      expiresAt: null,
    });
    expect(owner.events.map(({ type }) => type)).toEqual(['REQUESTED', 'REFUSED']);
    expect(owner.events[1]).toMatchObject({ reasonCode: 'PROTECTED', state: 'REFUSED' });
    owner.feed(answer(command, 'RELEASED'));
    expect(owner.stop(HELD).facts.state).toBe('REFUSED');
    expect(owner.feed(statusOf('T1', 'SETTLED')).kind).toBe('IGNORED');
  });

  it('is refused below the least amount and past the most stops of a day; the next day is a new one', () => {
    const owner = createOwner(stingy);
    expect(owner.refusal(holdOf('T0', initiated(), { amountMinor: 9_999 }))).toBe('BELOW_LIMIT');
    expect(owner.refusal(holdOf('T1'))).toBeUndefined();
    expect(owner.refusal(holdOf('T2'))).toBe('LIMIT_REACHED');
    owner.at(MONDAY_10 + 24 * HOUR);
    expect(owner.refusal(holdOf('T3'))).toBeUndefined();
  });

  it('of a transfer that touches no account of ours lets it go', () => {
    const owner = createOwner();
    const command = owner.order(
      holdOf('T1', initiated({ debtorOwnership: 'OTHER', creditorOwnership: 'OTHER' })),
    );
    expect([command.action, owner.events[1]?.reasonCode]).toEqual(['RELEASE', 'NOT_STOPPABLE']);
  });

  it('of settled money goes by without a command', () => {
    const owner = createOwner();
    owner.feed(holdOf('T1', initiated({ status: 'SETTLED', creditorAccountKind: 'MERCHANT' })));
    expect(owner.commands).toEqual([]);
    expect(owner.events.at(-1)).toMatchObject({ type: 'REFUSED', reasonCode: 'NOT_STOPPABLE' });
  });
});

describe('an answer that nobody can act on', () => {
  it.each([
    ['for a stop-payment that is not here', { stopPaymentId: '00000000-H-T9' }],
    ['in another currency', { currency: 'USD' }],
    ['with a result that this version does not know', { result: 'UNKNOWN' as const }],
  ])('%s is a dead letter', (_, changes) => {
    const owner = createOwner();
    const hold = owner.order(holdOf('T1'));
    expect(owner.feed(answer(hold, 'EXECUTED', changes)).kind).toBe('POISON');
  });
});
