import type { Account, Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { defaultRules } from '@sluice/heuristics';
import { ENTRY_TYPES, FrameBuilder, readFrame, writeTransferBody } from '@sluice/log-format';
import { createPartitionFold, FoldError } from './fold';
import { muted, type Outputs } from './outputs';
import { account as accountOf, listing, NOON } from './testing/builders';
import { inMemoryLog, type LogRecord } from './testing/inMemoryLog';

const HOUR_MS = 3_600_000;
const ANNA = 'DE89370400440532013000';
const BEN = 'DE02120300000000202051';

let next = 0;
const payment = (changed: Partial<Transfer> = {}): Transfer => {
  next += 1;
  const at = changed.occurredAt ?? NOON;
  return transferOf({
    transferId: `T${next}`,
    debtorAccount: ANNA,
    creditorAccount: BEN,
    amountMinor: 5_000,
    occurredAt: at,
    statusAt: at,
    ...changed,
  });
};
const later = (transfer: Transfer, status: Transfer['status'], afterMs = 1_000): Transfer => ({
  ...transfer,
  status,
  statusAt: transfer.statusAt + afterMs,
  bookedAt: status === 'SETTLED' ? transfer.statusAt + afterMs : null,
});
const account = (accountId: string, changed: Partial<Account> = {}): Account =>
  accountOf({ accountId, ...changed });
const blocked = (value: string) => listing({ value });

/** Folds recorded frames of one partition again from nothing, and gives what comes out. */
function foldAgain(log: readonly LogRecord[], partition: number, emitFrom = 0): unknown[] {
  const outputs: unknown[] = [];
  const out: Outputs = {
    leg: (target, lane, offset, index, type, body) => {
      const builder = new FrameBuilder();
      builder.appendBody(lane, offset, index, type, body);
      outputs.push([target, builder.take()[0]?.toString('hex')]);
    },
    decision: (decision) => outputs.push(decision.plain()),
    warning: (warning) => outputs.push(warning),
    inbox: (key, entry) => outputs.push([key, entry]),
  };
  const fold = createPartitionFold({ partition, partitionCount: 4, incarnation: 0 });
  for (const { frame, offset, appendTime } of log.filter((record) => record.partition === partition)) {
    fold.applyFrame(frame, offset, appendTime, offset < emitFrom ? muted : out);
  }
  return outputs;
}

describe('the fold', () => {
  it('decides every transfer once, on the creditor’s partition, under the version that the debit step pinned', () => {
    const bank = inMemoryLog();
    const decisions = Array.from({ length: 20 }, (_, i) =>
      bank.transfer(payment({ creditorAccount: `BANK:ACC${i}` })),
    );
    expect(new Set(decisions.map((decision) => decision?.transferId)).size).toBe(20);
    expect(bank.published.decisions).toHaveLength(20);
    for (const decision of decisions) {
      expect(decision?.rulesVersion).toBe(defaultRules.version);
      expect(decision?.decisionId).toBe(`D:${decision?.transferId}`);
      expect(decision?.decidedAt).toBeGreaterThanOrEqual(NOON);
    }
  });

  it('makes the same outputs, byte for byte, when the same log is folded again', () => {
    const bank = inMemoryLog();
    bank.account(account(ANNA));
    bank.listing(blocked('BANK:MULE'));
    for (let i = 0; i < 30; i++) {
      const transfer = payment({
        occurredAt: NOON + i * 60_000,
        creditorAccount: i % 7 === 0 ? 'BANK:MULE' : `BANK:ACC${i % 5}`,
        amountMinor: 1_000 * (i + 1),
      });
      bank.transfer(transfer);
      if (i % 3 === 0) bank.status(later(transfer, i % 2 === 0 ? 'SETTLED' : 'REJECTED'));
    }
    for (let partition = 0; partition < 4; partition++) {
      const first = foldAgain(bank.log, partition);
      expect(first.length).toBeGreaterThan(0);
      expect(foldAgain(bank.log, partition)).toEqual(first);
      const records = bank.log.filter((record) => record.partition === partition).length;
      const tail = foldAgain(bank.log, partition, Math.floor(records / 2));
      expect(first.slice(first.length - tail.length)).toEqual(tail);
    }
  });

  it('drops what a restarted writer sends again, however it cuts its frames', () => {
    const bank = inMemoryLog();
    bank.transfer(payment());
    const [fold] = bank.folds;
    for (const record of [...bank.log]) {
      const outputs: unknown[] = [];
      const out: Outputs = {
        ...muted,
        decision: (decision) => outputs.push(decision.plain()),
        leg: () => outputs.push('leg'),
      };
      bank.folds[record.partition]?.applyFrame(
        record.frame,
        record.offset + 1_000,
        record.appendTime + 5_000,
        out,
      );
      expect(outputs).toEqual([]);
    }
    expect(fold).toBeDefined();
  });

  it('counts the past and decides nothing of it', () => {
    const bank = inMemoryLog();
    bank.history(
      payment({ status: 'SETTLED', occurredAt: NOON - 24 * HOUR_MS, bookedAt: NOON - 24 * HOUR_MS }),
    );
    expect(bank.published.decisions).toEqual([]);
    expect(bank.folds.reduce((sum, { state }) => sum + state.counts.history, 0)).toBe(2);
  });

  it('holds a payment to a blocked account, tells stop-payment, and later what became of it', () => {
    const bank = inMemoryLog();
    bank.listing(blocked(BEN));
    const transfer = payment();
    expect(bank.transfer(transfer)?.outcome).toBe('HOLD');
    expect(bank.published.inbox).toMatchObject([
      {
        type: 'DECISION',
        account: ANNA,
        transferId: transfer.transferId,
        decisionId: `D:${transfer.transferId}`,
      },
    ]);
    bank.status(later(transfer, 'SETTLED'));
    bank.status(later(transfer, 'SETTLED', 2_000));
    expect(bank.published.inbox.slice(1)).toEqual([
      {
        type: 'TRANSFER_STATUS',
        account: ANNA,
        transferId: transfer.transferId,
        status: 'SETTLED',
        statusAt: transfer.statusAt + 1_000,
      },
    ]);
  });

  it('lets a listing that was removed or has expired say nothing', () => {
    const bank = inMemoryLog();
    bank.listing({ ...blocked(BEN), expiresAt: NOON });
    expect(bank.transfer(payment({ occurredAt: NOON - 1 }))?.outcome).toBe('HOLD');
    expect(bank.transfer(payment({ occurredAt: NOON }))?.outcome).not.toBe('HOLD');
  });

  it('takes a rejected transfer out of both sides’ windows', () => {
    const bank = inMemoryLog();
    const transfer = payment();
    bank.transfer(transfer);
    const known = (accountId: string): boolean =>
      bank.folds.some(({ state }) => {
        const slot = state.accounts.findSlot(accountId);
        if (slot < 0) return false;
        const { features } = state.scratch;
        const probe = {
          direction: 'OUT',
          transferHash: 1,
          counterpartyHash: 1,
          amountMinor: 1,
          currency: 'EUR',
          at: NOON + 10,
        } as const;
        state.accounts.readFeatures(slot, probe, features);
        return (features.out.count[1] ?? 0) + (features.in.count[1] ?? 0) > 0;
      });
    expect([known(ANNA), known(BEN)]).toEqual([true, true]);
    bank.status(later(transfer, 'REJECTED'));
    expect([known(ANNA), known(BEN)]).toEqual([false, false]);
  });

  it('names a transfer that comes more than an hour behind stream time late, and decides it', () => {
    const bank = inMemoryLog({ partitionCount: 1 });
    bank.transfer(payment());
    const late = bank.transfer(payment({ occurredAt: NOON - 2 * HOUR_MS }));
    expect(late?.missingEvidence).toContain('late');
    expect(bank.transfer(payment({ occurredAt: NOON - HOUR_MS / 2 }))?.missingEvidence).not.toContain('late');
  });

  it('decides nothing before rules are active, and stops loudly with the coordinates', () => {
    const bank = inMemoryLog({ rules: null });
    expect(() => bank.transfer(payment())).toThrow(FoldError);
    expect(() => bank.transfer(payment())).toThrow(
      /entry 0, DEBIT from transfers#0\/0@\d+\.0: .*before any rules version was activated/,
    );
  });

  it('keeps the pinned version for a credit leg that arrives after another version was activated', () => {
    const bank = inMemoryLog({ partitionCount: 1 });
    const transfer = payment();
    const fold = bank.folds[0]!;
    const legs: { type: number; body: Buffer }[] = [];
    const builder = new FrameBuilder();
    builder.append({ source: 1, incarnation: 0, partition: 9 }, 0, 0, ENTRY_TYPES.DEBIT, (body) =>
      writeTransferBody(body, transfer),
    );
    fold.applyFrame(builder.take()[0]!, 50, NOON, {
      ...muted,
      leg: (_t, _l, _o, _i, type, body) => legs.push({ type, body: body.copy() }),
    });
    bank.rules({ ...defaultRules, version: 'another-2' });
    const credit = new FrameBuilder();
    credit.append({ source: 6, incarnation: 0, partition: 0 }, 50, 0, legs[0]!.type, (body) =>
      body.bytes(legs[0]!.body),
    );
    const decided: string[] = [];
    fold.applyFrame(credit.take()[0]!, 90, NOON, {
      ...muted,
      decision: ({ rulesVersion }) => decided.push(rulesVersion),
    });
    expect(decided).toEqual([defaultRules.version]);
    expect(fold.state.rules.activeVersion).toBe('another-2');
  });

  it('always allows a return, and a full one takes the original out of the windows', () => {
    const bank = inMemoryLog();
    bank.listing(blocked(BEN));
    const transfer = payment({
      debtorAccount: 'BANK:X',
      creditorAccount: 'BANK:Y',
      status: 'SETTLED',
      bookedAt: NOON,
    });
    bank.transfer(transfer);
    const back = bank.transfer(
      payment({
        debtorAccount: 'BANK:Y',
        creditorAccount: 'BANK:X',
        kind: 'RETURN',
        relatesTo: transfer.transferId,
        amountMinor: transfer.amountMinor,
        status: 'SETTLED',
        occurredAt: NOON + 5_000,
        bookedAt: NOON + 5_000,
      }),
    );
    expect(back?.outcome).toBe('ALLOW');
    for (const { state } of bank.folds) {
      for (const id of ['BANK:X', 'BANK:Y']) {
        const slot = state.accounts.findSlot(id);
        if (slot >= 0) expect(state.accounts.recentLegAmountMinor(slot, 0)).toBeNull();
      }
    }
  });

  it('stops at an entry of a type that it does not know', () => {
    const fold = createPartitionFold({ partition: 0, partitionCount: 1, incarnation: 0 });
    const builder = new FrameBuilder();
    builder.append({ source: 1, incarnation: 0, partition: 0 }, 3, 0, 77, (body) => body.u8(1));
    expect(() => fold.applyFrame(builder.take()[0]!, 0, NOON, muted)).toThrow(
      /legs\/0@0: entry 0, type 77 from transfers#0\/0@3\.0.*upgrade/,
    );
  });

  it('sends a status on behind the credit, in the same lane', () => {
    const bank = inMemoryLog();
    const transfer = payment();
    bank.transfer(transfer);
    bank.status(later(transfer, 'SETTLED'));
    const types = bank.log
      .flatMap(({ frame }) => [...readFrame(frame)])
      .filter((entry) => entry.at.source === 6)
      .map(({ type }) => type);
    expect(types).toEqual(['CREDIT', 'STATUS']);
  });
});
