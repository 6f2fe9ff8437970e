import { INSTANT_MAX, INSTANT_MIN, type Transfer } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import type { CaseTransaction } from '../database/connection';
import type { CopyIn } from '../database/copyIn';
import { copyTransaction } from '../database/copyTransaction';
import { type TransferRow, transferRow } from '../ledger/transferRow';
import { writeFirstRow } from '../ledger/writeFirstRow';
import { transfer } from '../schema';
import { anEntry, aTransfer } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { copiedAsNew } from './copiedAsNew';
import { insertRows } from './insertRows';
import { tableCopy, tableCopyBy } from './tableCopy';

const store = useCaseStore();
const copy = tableCopy(transfer);
const copyByHand = tableCopyBy(transfer, writeFirstRow);

class RolledBack extends Error {}

/** What the ledger holds after `write`, as Postgres prints it; nothing is kept. */
async function afterwards(
  write: (tx: CaseTransaction, copyIn: CopyIn) => Promise<unknown>,
): Promise<string[]> {
  let printed: string[] = [];
  await expect(
    copyTransaction(store(), async (tx, copyIn) => {
      await write(tx, copyIn);
      const { rows } = await tx.execute<{ row: string }>(
        sql`select t::text as row from transfer t order by transfer_id`,
      );
      printed = rows.map(({ row }) => row);
      throw new RolledBack();
    }),
  ).rejects.toThrow(RolledBack);
  return printed;
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 90 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', 'a\u0000b', '\\N', 'tab\tnew\nline', '{"quoted"}', '\\'),
);
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const instant = fc.integer({ min: INSTANT_MIN, max: INSTANT_MAX });
const amount = fc.maxSafeInteger();
const differences: fc.Arbitrary<Partial<Transfer>> = fc.record({
  debtorAccount: text,
  debtorInstitution: optional(text),
  amountMinor: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  settledMinor: optional(amount),
  debtorBalanceMinor: optional(amount),
  occurredAt: instant,
  statusAt: fc.oneof(instant, fc.constantFrom(0, -1, 946_684_800_000, 946_684_799_999)),
  bookedAt: optional(instant),
  bookingSequence: optional(fc.oneof(amount, fc.constantFrom(-1, 2 ** 32, -(2 ** 32), 2 ** 53 - 1))),
  sessionSignals: fc.array(text, { maxLength: 4 }),
  sameHolder: optional(fc.boolean()),
  remittance: optional(text),
  decideBy: optional(instant),
  payeeAddedAt: optional(instant),
  purpose: optional(text),
  endToEndId: optional(text),
  relatesTo: optional(text),
  batchId: optional(text),
  location: optional(text),
  country: optional(text),
  ipAddress: optional(text),
  deviceId: optional(text),
  creditorCurrency: optional(text),
  debtorCurrency: optional(text),
  creditorInstitution: optional(text),
  creditorAmountMinor: optional(amount),
  debtorAmountMinor: optional(amount),
});
const entries = fc
  .array(differences, { minLength: 1, maxLength: 20 })
  .map((list) => list.map((each, n) => anEntry(aTransfer({ ...each, transferId: `T-${n}` }))));

function aRow(changes: Partial<TransferRow> = {}): TransferRow {
  return { ...transferRow(anEntry(aTransfer())), ...changes };
}

describe('rows that are copied in', () => {
  it('are the rows that an insert would have made', async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (told) => {
        const list = told.map(transferRow);
        const inserted = await afterwards((tx) => tx.execute(insertRows(transfer, list, sql``)));
        const copied = await afterwards(async (tx, copyIn) =>
          expect(await copiedAsNew(tx, copyIn, copy, list)).toBe(true),
        );
        expect(inserted).toHaveLength(list.length);
        expect(copied).toEqual(inserted);
        const bytes = (blocks: Iterable<Buffer>) =>
          Buffer.concat([...blocks].map((block) => Buffer.from(block)));
        expect(bytes(copyByHand.blocks(told))).toEqual(bytes(copy.blocks(list)));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('may be more than fit one block', async () => {
    const many = Array.from({ length: 5_000 }, (_, n) =>
      aRow({ transferId: `T-${n}`, remittance: 'x'.repeat(140) }),
    );
    const copied = await afterwards((tx, copyIn) => copiedAsNew(tx, copyIn, copy, many));
    expect(copied).toHaveLength(5_000);
  });

  it('are all left out where one of them is there already, and the transaction goes on', async () => {
    const ids = await afterwards(async (tx, copyIn) => {
      expect(await copiedAsNew(tx, copyIn, copy, [aRow({ transferId: 'T-1' })])).toBe(true);
      expect(
        await copiedAsNew(tx, copyIn, copy, [aRow({ transferId: 'T-0' }), aRow({ transferId: 'T-1' })]),
      ).toBe(false);
      expect(
        await copiedAsNew(tx, copyIn, copy, [aRow({ transferId: 'T-2' }), aRow({ transferId: 'T-2' })]),
      ).toBe(false);
      expect(await copiedAsNew(tx, copyIn, copy, [aRow({ transferId: 'T-3' })])).toBe(true);
    });
    expect(ids.map((row) => row.slice(1, 4))).toEqual(['T-1', 'T-3']);
  });

  it('are refused with the server’s words where a row breaks the table’s own rule', async () => {
    await expect(
      copyTransaction(store(), (tx, copyIn) => copiedAsNew(tx, copyIn, copy, [aRow({ amountMinor: 0 })])),
    ).rejects.toThrow(/transfer_amount_positive/);
    expect(await afterwards(async () => undefined)).toEqual([]);
  });

  it('are not written by half where making them fails', async () => {
    const half = function* () {
      yield aRow({ transferId: 'T-1' });
      yield aRow({ transferId: 'T-2', amountMinor: Number.NaN });
    };
    await expect(
      copyTransaction(store(), (tx, copyIn) => copiedAsNew(tx, copyIn, copy, half())),
    ).rejects.toThrow(RangeError);
    expect(await afterwards(async () => undefined)).toEqual([]);
  });

  it('give up after the time that a query may take, as any other query does', async () => {
    await expect(
      copyTransaction(store(), async (tx, copyIn) => {
        await tx.execute(sql`set local statement_timeout = 50`);
        await tx.execute(sql`create temp table slow (n integer) on commit drop`);
        await tx.execute(sql`create function pg_temp.slowly() returns trigger language plpgsql as
          $$ begin perform pg_sleep(5); return new; end $$`);
        await tx.execute(
          sql`create trigger slowly before insert on slow for each row execute function pg_temp.slowly()`,
        );
        await copyIn('copy slow from stdin', [Buffer.from('1\n')]);
      }),
    ).rejects.toMatchObject({ code: '57014' });
  });
});
