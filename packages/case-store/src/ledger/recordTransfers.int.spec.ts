import type { Transfer } from '@sluice/domain';
import { eq } from 'drizzle-orm';
import * as fc from 'fast-check';
import { copyTransaction } from '../database/copyTransaction';
import { recoveryTaint, transfer, transferStatus } from '../schema';
import { anEntry, aTransfer, MINUTE_MS, MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { recordLedger, recordTransfers } from './recordTransfers';
import { type LedgerEntry, mergeTransferRows, transferRow } from './transferRow';

const store = useCaseStore();

const merged = (entries: readonly LedgerEntry[]) =>
  store().db.transaction((tx) => recordTransfers(tx, entries));
const copied = (entries: readonly LedgerEntry[]) =>
  copyTransaction(store(), (tx, copyIn) => {
    const admits = ({ origin }: LedgerEntry) => origin === 'DEBIT' || origin === 'HISTORY';
    const first = entries.filter(admits);
    const later = entries.filter((entry) => !admits(entry));
    return recordLedger(tx, copyIn, { first, firstCount: first.length, later });
  });
const stored = async (transferId: string) => {
  const [row] = await store().db.select().from(transfer).where(eq(transfer.transferId, transferId));
  return row;
};

beforeEach(() => store().pool.query('truncate transfer, transfer_status, recovery_taint'));

describe.each([
  ['by merging every row', merged],
  ['by copying in what is new', copied],
])('the ledger in Postgres, written %s', (_words, record) => {
  it('gives every field of a transfer back as it was published', async () => {
    const full: Transfer = aTransfer({
      transferId: 'T-full',
      initiation: 'THIRD_PARTY',
      amountMinor: Number.MAX_SAFE_INTEGER,
      settledMinor: 5,
      debtorAmountMinor: 52_000,
      debtorCurrency: 'USD',
      creditorAmountMinor: 7_900_001,
      creditorCurrency: 'JPY',
      bookedAt: MORNING + 123,
      deviceId: 'dev "quoted" \\ back',
      ipAddress: '2001:db8::1',
      country: 'DE',
      location: 'u33dc0',
      sessionSignals: ['ACTIVE_CALL', 'with,comma', '"quotes"', ''],
      payeeAddedAt: MORNING - 1,
      payeeNameMatch: 'CLOSE',
      sameHolder: false,
      debtorBalanceMinor: -7,
      creditorBalanceMinor: 0,
      batchId: 'B-1',
      relatesTo: 'T-0',
      decideBy: MORNING + 999,
      endToEndId: 'NULL',
      purpose: '{}',
      remittance: 'Überweisung 房租 🏠, "danke"\n',
    });
    await record([anEntry(full)]);
    expect(await stored('T-full')).toMatchObject(full);
  });

  it('keeps a remittance text with a NUL in it, which Postgres cannot store', async () => {
    await record([anEntry(aTransfer({ transferId: 'T-nul', remittance: 'rent\u0000June' }))]);
    expect((await stored('T-nul'))?.remittance).toBe('rent\uFFFDJune');
  });

  it('holds the same row as merging its entries does, in whatever order and batches they come', async () => {
    const told = fc.uniqueArray(
      fc
        .record({
          origin: fc.constantFrom<LedgerEntry['origin']>('DEBIT', 'HISTORY', 'LEDGER_ONLY', 'STATUS'),
          status: fc.constantFrom<Transfer['status']>('INITIATED', 'SETTLED', 'REJECTED', 'CANCELLED'),
          statusAt: fc.integer({ min: MORNING, max: MORNING + 4 }),
          bookedAt: fc.option(fc.integer({ min: MORNING, max: MORNING + 9 }), { nil: null }),
          legsOffset: fc.integer({ min: 0, max: 20 }),
        })
        .map(({ legsOffset, origin, ...differences }) =>
          anEntry(aTransfer(differences), { origin, legsOffset, appendTime: MORNING + legsOffset }),
        ),
      { selector: (entry) => entry.legsOffset, minLength: 1, maxLength: 6 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(told, fc.array(fc.nat()), async (list, keys) => {
        run += 1;
        const transferId = `T-merge-${run}`;
        const named = list.map((entry) => ({ ...entry, transfer: { ...entry.transfer, transferId } }));
        const shuffled = [...named, ...named]
          .map((entry, index) => ({ entry, key: keys[index % Math.max(1, keys.length)] ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry);
        const cut = (keys[0] ?? 0) % shuffled.length;
        await record(shuffled.slice(0, cut));
        await record(shuffled.slice(cut));
        expect(await stored(transferId)).toEqual(named.map(transferRow).reduce(mergeTransferRows));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('keeps one history row per later status, however often it is told', async () => {
    const settled = aTransfer({ transferId: 'T-history' });
    const ordered = aTransfer({
      transferId: 'T-history',
      status: 'INITIATED',
      statusAt: MORNING,
      bookedAt: null,
    });
    const entries = [
      anEntry(ordered),
      anEntry(settled, { origin: 'STATUS', legsOffset: 2 }),
      anEntry(settled, { origin: 'STATUS', legsOffset: 3 }),
    ];
    await record(entries);
    await record(entries);
    const rows = await store()
      .db.select()
      .from(transferStatus)
      .where(eq(transferStatus.transferId, 'T-history'));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: 'SETTLED', statusAt: MORNING + MINUTE_MS });
  });

  it('asks for a new trace where money of a tainted account moved, and only there', async () => {
    const taint = async (accountId: string) => {
      const [row] = await store()
        .db.select()
        .from(recoveryTaint)
        .where(eq(recoveryTaint.accountId, accountId));
      return row?.dirty;
    };
    await store()
      .db.insert(recoveryTaint)
      .values([
        { caseId: 'R-1', accountId: 'BANKA:mule-1', dirty: false },
        { caseId: 'R-1', accountId: 'BANKA:mule-2', dirty: false },
        { caseId: 'R-1', accountId: 'BANKA:still-1', dirty: false },
      ]);
    const moved = anEntry(
      aTransfer({ transferId: 'T-taint', debtorAccount: 'BANKA:mule-1', creditorAccount: 'BANKA:mule-2' }),
    );
    await record([moved]);
    expect(await Promise.all(['BANKA:mule-1', 'BANKA:mule-2', 'BANKA:still-1'].map(taint))).toEqual([
      true,
      true,
      false,
    ]);
    await store().db.update(recoveryTaint).set({ dirty: false });
    await record([moved]);
    expect(await taint('BANKA:mule-1')).toBe(false);
  });
});
