import { type StopPaymentStatus, TOPICS, type Transfer } from '@sluice/domain';
import type { SyntheticBank } from '../bank';
import type { Emission } from '../emission';
import type { Party } from '../population/party';
import { HOUR, MINUTE } from '../simulation/time';
import { commandOf, decisionOf, smallBank } from '../testing/builders';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

/** A bank in the middle of a live day, with one transfer between two of its customers that waits for its decision. */
function bankWithWaitingTransfer(wanted: (transfer: Transfer) => boolean = isOnUs) {
  const bank = smallBank({
    customers: 150,
    fraudCases: 0,
    core: { instantShare: 0, instantShareOfStolen: 0, decideWithinMs: 12 * HOUR },
  });
  bank.advance(bank.period.liveFrom - 1);
  for (let at = bank.period.liveFrom; at < bank.period.paymentsUntil; at += MINUTE) {
    for (const emission of bank.advance(at)) {
      if (emission.topic !== TOPICS.transfers || emission.form !== 'NEW') continue;
      if (emission.record.status === 'INITIATED' && wanted(emission.record))
        return { bank, transfer: emission.record };
    }
  }
  throw new Error('no such transfer in the whole live period');
}

function isOnUs(transfer: Transfer): boolean {
  return (
    transfer.debtorOwnership === 'OURS' &&
    transfer.creditorOwnership === 'OURS' &&
    transfer.initiation === 'CUSTOMER'
  );
}

function partyOf(bank: SyntheticBank, accountId: string): Party {
  return bank.parties.find((party) => party.accountId === accountId)!;
}

function answersIn(emissions: readonly Emission[]): StopPaymentStatus[] {
  return emissions.flatMap((emission) =>
    emission.topic === TOPICS.stopPaymentStatus ? [emission.record] : [],
  );
}

function statusesOf(emissions: readonly Emission[], transferId: string): string[] {
  return emissions.flatMap((emission) =>
    emission.topic === TOPICS.transfers &&
    emission.form === 'STATUS' &&
    emission.record.transferId === transferId
      ? [emission.record.status]
      : [],
  );
}

/** Whatever the bank publishes without time going on. */
function now(bank: SyntheticBank): Emission[] {
  return bank.advance(bank.now());
}

describe('the simulated core obeys', () => {
  it('HOLD_TRANSFER: keeps the money past decideBy, until RELEASE executes it', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const hold = commandOf('HOLD_TRANSFER', transfer.debtorAccount, {
      transferId: transfer.transferId,
      expiresAt: bank.now() + 24 * HOUR,
    });
    bank.onCommand(hold);
    bank.onDecision(decisionOf(transfer, 'HOLD'));
    expect(answersIn(now(bank))).toMatchObject([{ result: 'EXECUTED', stoppedMinor: transfer.amountMinor }]);
    expect(statusesOf(bank.advance(transfer.decideBy! + MINUTE), transfer.transferId)).toEqual([]);
    const release = commandOf('RELEASE', transfer.debtorAccount, { stopPaymentId: hold.stopPaymentId });
    bank.onCommand(release);
    const emissions = now(bank);
    expect(statusesOf(emissions, transfer.transferId)).toEqual(['SETTLED']);
    expect(answersIn(emissions)).toMatchObject([{ result: 'RELEASED', stoppedMinor: 0 }]);
    expect(bank.takeStory().map(({ type }) => type)).toEqual(expect.arrayContaining(['HELD', 'RELEASED']));
  });

  it('CANCEL_TRANSFER: the held money never leaves the account', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const debtor = partyOf(bank, transfer.debtorAccount);
    const before = { balanceMinor: debtor.balanceMinor, pendingMinor: debtor.pendingMinor };
    const hold = commandOf('HOLD_TRANSFER', transfer.debtorAccount, { transferId: transfer.transferId });
    bank.onCommand(hold);
    bank.onCommand(
      commandOf('CANCEL_TRANSFER', transfer.debtorAccount, { stopPaymentId: hold.stopPaymentId }),
    );
    const emissions = now(bank);
    expect(statusesOf(emissions, transfer.transferId)).toEqual(['CANCELLED']);
    expect(answersIn(emissions).map(({ result }) => result)).toEqual(['EXECUTED', 'CANCELLED']);
    expect(debtor.balanceMinor).toBe(before.balanceMinor);
    expect(debtor.pendingMinor).toBe(before.pendingMinor - transfer.amountMinor);
    expect(debtor.heldMinor).toBe(0);
  });

  it('answers TOO_LATE where the transfer was executed before the hold came', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onDecision(decisionOf(transfer, 'ALLOW'));
    bank.onCommand(commandOf('HOLD_TRANSFER', transfer.debtorAccount, { transferId: transfer.transferId }));
    expect(answersIn(now(bank))).toMatchObject([
      { result: 'TOO_LATE', reasonCode: 'ALREADY_EXECUTED', stoppedMinor: 0 },
    ]);
  });

  it('acts once on a command that comes twice, and gives the same answer again', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const hold = commandOf('HOLD_TRANSFER', transfer.debtorAccount, { transferId: transfer.transferId });
    bank.onCommand(hold);
    const [first] = answersIn(now(bank));
    bank.advance(bank.now() + MINUTE);
    bank.onCommand(hold);
    expect(answersIn(now(bank))).toEqual([first]);
    expect(partyOf(bank, transfer.debtorAccount).heldMinor).toBe(transfer.amountMinor);
  });

  it('RELEASE without a stop: a transfer that waits for a command executes at once', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onDecision(decisionOf(transfer, 'HOLD'));
    bank.onCommand(commandOf('RELEASE', transfer.debtorAccount, { transferId: transfer.transferId }));
    expect(statusesOf(now(bank), transfer.transferId)).toEqual(['SETTLED']);
  });

  it('does not keep money for ever where the command to a HOLD never comes', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onDecision(decisionOf(transfer, 'HOLD'));
    expect(statusesOf(bank.advance(bank.now() + 119 * MINUTE), transfer.transferId)).toEqual([]);
    expect(statusesOf(bank.advance(bank.now() + 2 * MINUTE), transfer.transferId)).toEqual(['SETTLED']);
    expect(bank.takeStory()).toContainEqual(expect.objectContaining({ type: 'RELEASED', by: 'CORE' }));
  });

  it('FREEZE_AMOUNT: a lien of what is there, EXECUTED where that is all, PARTIAL where it is less', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const account = transfer.creditorAccount;
    const party = partyOf(bank, account);
    bank.onCommand(commandOf('FREEZE_AMOUNT', account, { amountMinor: 500, stopPaymentId: 'a' }));
    bank.onCommand(commandOf('FREEZE_AMOUNT', account, { amountMinor: 900_000_000, stopPaymentId: 'b' }));
    bank.onCommand(commandOf('FREEZE_AMOUNT', account, { amountMinor: 1, stopPaymentId: 'c' }));
    expect(answersIn(now(bank))).toMatchObject([
      { result: 'EXECUTED', stoppedMinor: 500 },
      { result: 'PARTIAL', stoppedMinor: party.balanceMinor - 500, reasonCode: 'INSUFFICIENT_FUNDS' },
      { result: 'REJECTED', stoppedMinor: 0, reasonCode: 'INSUFFICIENT_FUNDS' },
    ]);
    expect(party.lienMinor).toBe(party.balanceMinor);
  });

  it('frozen money cannot be spent: a transfer that still waited is rejected when it is allowed', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onCommand(commandOf('FREEZE_AMOUNT', transfer.debtorAccount, { amountMinor: 900_000_000 }));
    bank.onDecision(decisionOf(transfer, 'ALLOW'));
    expect(statusesOf(now(bank), transfer.transferId)).toEqual(['REJECTED']);
  });

  it('a freeze does not take what is held already', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const party = partyOf(bank, transfer.debtorAccount);
    bank.onCommand(commandOf('HOLD_TRANSFER', transfer.debtorAccount, { transferId: transfer.transferId }));
    bank.onCommand(commandOf('FREEZE_AMOUNT', transfer.debtorAccount, { amountMinor: 900_000_000 }));
    expect(party.lienMinor).toBe(party.balanceMinor - transfer.amountMinor);
  });

  it('rejects a freeze of an account that is not here, and of a protected one', () => {
    const { bank } = bankWithWaitingTransfer();
    const welfare = bank.parties.find(({ master }) => master?.protection === 'WELFARE');
    bank.onCommand(commandOf('FREEZE_AMOUNT', 'NL00BNKB0000000000', { amountMinor: 5 }));
    expect(answersIn(now(bank))).toMatchObject([{ result: 'REJECTED', reasonCode: 'UNKNOWN_ACCOUNT' }]);
    if (welfare === undefined) throw new Error('the bank has no protected account: choose another seed');
    bank.onCommand(commandOf('FREEZE_AMOUNT', welfare.accountId, { amountMinor: 5 }));
    expect(answersIn(now(bank))).toMatchObject([{ result: 'REJECTED', reasonCode: 'PROTECTED' }]);
  });

  it('RETURN_FUNDS: pays frozen money as a RETURN, in parts until nothing is left', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const { debtorAccount, creditorAccount } = transfer;
    const payee = partyOf(bank, debtorAccount);
    const before = payee.balanceMinor;
    const freeze = commandOf('FREEZE_AMOUNT', creditorAccount, { amountMinor: 1_000 });
    const giveBack = (amountMinor: number, name: string) =>
      commandOf('RETURN_FUNDS', creditorAccount, {
        stopPaymentId: freeze.stopPaymentId,
        commandId: name,
        amountMinor,
        returnToAccount: debtorAccount,
      });
    bank.onCommand(freeze);
    bank.onCommand(giveBack(400, 'first'));
    bank.onCommand(giveBack(700, 'second'));
    bank.onCommand(giveBack(1, 'third'));
    const emissions = now(bank);
    expect(answersIn(emissions).slice(1)).toMatchObject([
      { result: 'RETURNED', stoppedMinor: 600 },
      { result: 'PARTIAL', stoppedMinor: 0 },
      { result: 'REJECTED' },
    ]);
    const returns = emissions.flatMap((emission) =>
      emission.topic === TOPICS.transfers && emission.form === 'NEW' ? [emission.record] : [],
    );
    expect(returns).toMatchObject([
      {
        kind: 'RETURN',
        status: 'SETTLED',
        debtorAccount: creditorAccount,
        creditorAccount: debtorAccount,
        amountMinor: 400,
      },
      { kind: 'RETURN', amountMinor: 600 },
    ]);
    expect(payee.balanceMinor).toBe(before + 1_000);
    expect(partyOf(bank, creditorAccount).lienMinor).toBe(0);
  });

  it('lifts a stop by itself at expiresAt, and EXTEND moves that end', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    const hold = commandOf('HOLD_TRANSFER', transfer.debtorAccount, {
      transferId: transfer.transferId,
      expiresAt: bank.now() + HOUR,
    });
    bank.onCommand(hold);
    const end = bank.now() + 2 * HOUR;
    bank.onCommand(
      commandOf('EXTEND', transfer.debtorAccount, { stopPaymentId: hold.stopPaymentId, expiresAt: end }),
    );
    expect(answersIn(now(bank)).map(({ result }) => result)).toEqual(['EXECUTED', 'EXECUTED']);
    expect(statusesOf(bank.advance(end - MINUTE), transfer.transferId)).toEqual([]);
    expect(statusesOf(bank.advance(end), transfer.transferId)).toEqual(['SETTLED']);
    bank.onCommand(
      commandOf('EXTEND', transfer.debtorAccount, { stopPaymentId: hold.stopPaymentId, commandId: 'late' }),
    );
    expect(answersIn(now(bank))).toMatchObject([{ result: 'TOO_LATE' }]);
  });

  it('rejects an action that it does not know, and a hold of a transfer that it does not know', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onCommand(commandOf('FREEZE_ACCOUNT', transfer.debtorAccount));
    bank.onCommand(commandOf('HOLD_TRANSFER', transfer.debtorAccount, { transferId: 'nobody-knows' }));
    expect(answersIn(now(bank)).map(({ result }) => result)).toEqual(['REJECTED', 'REJECTED']);
  });
});

describe('the simulated core recalls', () => {
  const isOutgoing = (transfer: Transfer) =>
    transfer.debtorOwnership === 'OURS' &&
    transfer.creditorOwnership === 'OTHER' &&
    transfer.creditorKind !== 'CRYPTO_EXCHANGE';

  function recall(recallOptions: Parameters<typeof smallBank>[0]) {
    const bank = smallBank({ customers: 150, fraudCases: 0, ...recallOptions });
    bank.advance(bank.period.liveFrom - 1);
    const sent: Transfer[] = [];
    const emissions: Emission[] = [];
    for (let at = bank.period.liveFrom; at < bank.period.endsAt; at += MINUTE) {
      const emitted = bank.advance(at);
      emissions.push(...emitted);
      for (const emission of emitted) {
        if (
          emission.topic !== TOPICS.transfers ||
          emission.form !== 'NEW' ||
          emission.record.status !== 'INITIATED'
        )
          continue;
        const { record } = emission;
        bank.onDecision(decisionOf(record, 'ALLOW'));
        if (!isOutgoing(record) || at > bank.period.paymentsUntil - 12 * HOUR) continue;
        sent.push(record);
        const { transferId, amountMinor } = record;
        bank.onCommand(commandOf('RECALL_TRANSFER', record.debtorAccount, { transferId, amountMinor }));
      }
    }
    return { bank, sent, emissions };
  }

  it('PENDING first; then what the other bank gives back comes as a RETURN that relates to the transfer', () => {
    const { sent, emissions } = recall({ recall: { returns: 1, partial: 0.5 } });
    expect(sent.length).toBeGreaterThan(20);
    const results = new Map<string, string[]>();
    for (const { stopPaymentId, result } of answersIn(emissions)) {
      results.set(stopPaymentId, [...(results.get(stopPaymentId) ?? []), result]);
    }
    for (const answered of results.values()) expect(answered).toEqual(['PENDING', 'RETURNED']);
    expect(results.size).toBe(sent.length);
    const returned = answersIn(emissions).filter(({ result }) => result === 'RETURNED');
    const returns = emissions.flatMap((emission) =>
      emission.topic === TOPICS.transfers &&
      emission.form === 'NEW' &&
      emission.record.remittance === 'Return after recall'
        ? [emission.record]
        : [],
    );
    expect(returns.map(({ amountMinor }) => amountMinor)).toEqual(
      returned.map(({ stoppedMinor }) => stoppedMinor),
    );
    const bySent = new Map(sent.map((transfer) => [transfer.transferId, transfer]));
    let parts = 0;
    for (const record of returns) {
      const original = bySent.get(record.relatesTo!)!;
      expect(record).toMatchObject({
        kind: 'RETURN',
        status: 'SETTLED',
        debtorAccount: original.creditorAccount,
        creditorAccount: original.debtorAccount,
      });
      expect(record.amountMinor).toBeLessThanOrEqual(original.amountMinor);
      if (record.amountMinor < original.amountMinor) parts++;
    }
    expect(parts).toBeGreaterThan(0);
    expect(parts).toBeLessThan(returns.length);
  });

  it('REJECTED where the other bank finds nothing', () => {
    const { emissions, sent } = recall({ recall: { returns: 0 } });
    expect(answersIn(emissions).filter(({ result }) => result === 'REJECTED')).toHaveLength(sent.length);
  });

  it('rejects a recall of what never left this bank', () => {
    const { bank, transfer } = bankWithWaitingTransfer();
    bank.onDecision(decisionOf(transfer, 'ALLOW'));
    bank.onCommand(commandOf('RECALL_TRANSFER', transfer.debtorAccount, { transferId: transfer.transferId }));
    expect(answersIn(now(bank))).toMatchObject([{ result: 'REJECTED' }]);
  });
});
