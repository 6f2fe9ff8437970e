import * as fc from 'fast-check';
import { anEntry, aTransfer, MORNING } from '../testing/builders';
import type { LedgerEntry } from './transferRow';
import { mergeTransferRows, type TransferRow, transferRow, transferStatusRow } from './transferRow';

/** Whatever the log may tell of one transfer: admitted, then statuses, some told twice by frames sent again. */
const entries: fc.Arbitrary<LedgerEntry> = fc
  .record({
    origin: fc.constantFrom('DEBIT', 'HISTORY', 'LEDGER_ONLY', 'STATUS'),
    status: fc.constantFrom('INITIATED', 'SETTLED', 'REJECTED', 'CANCELLED'),
    statusAt: fc.integer({ min: MORNING, max: MORNING + 5 }),
    bookedAt: fc.option(fc.integer({ min: MORNING, max: MORNING + 9 }), { nil: null }),
    legsOffset: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ origin, status, statusAt, bookedAt, legsOffset }) =>
    anEntry(aTransfer({ status, statusAt, bookedAt }), {
      origin,
      legsOffset,
      appendTime: MORNING + legsOffset,
    }),
  );

/** One entry per offset of the partition, as a log has them. */
const told = fc.uniqueArray(entries, { selector: (entry) => entry.legsOffset, minLength: 1, maxLength: 8 });

const merged = (list: readonly LedgerEntry[]): TransferRow => list.map(transferRow).reduce(mergeTransferRows);

describe('the ledger row of a transfer', () => {
  it('is the same in whatever order its entries are read, and however often', () => {
    fc.assert(
      fc.property(
        told.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          ),
        ),
        ([list, shuffled]) => {
          expect(merged(shuffled)).toEqual(merged(list));
        },
      ),
    );
  });

  it('carries its newest status and the booking of that status', () => {
    const ordered = anEntry(aTransfer({ status: 'INITIATED', statusAt: MORNING, bookedAt: null }));
    const settled = anEntry(
      aTransfer({ status: 'SETTLED', statusAt: MORNING + 5, bookedAt: MORNING + 4, bookingSequence: 7 }),
      { origin: 'STATUS', legsOffset: 2 },
    );
    expect(merged([settled, ordered])).toMatchObject({
      status: 'SETTLED',
      bookedAt: MORNING + 4,
      bookingSequence: 7,
      origin: 'DEBIT',
      initialStatus: 'INITIATED',
      initialStatusAt: MORNING,
    });
  });

  it('has no origin while only a later status of it was read', () => {
    const settled = anEntry(aTransfer(), { origin: 'STATUS' });
    expect(transferRow(settled)).toMatchObject({ origin: null, initialStatus: null, status: 'SETTLED' });
  });

  it('keeps later statuses in the history, not the one that it began with', () => {
    expect(transferStatusRow(anEntry(aTransfer()))).toBeNull();
    expect(transferStatusRow(anEntry(aTransfer(), { origin: 'HISTORY' }))).toBeNull();
    expect(transferStatusRow(anEntry(aTransfer(), { origin: 'STATUS' }))).toMatchObject({
      status: 'SETTLED',
      ledgerOnly: false,
    });
    expect(transferStatusRow(anEntry(aTransfer(), { origin: 'LEDGER_ONLY' }))).toMatchObject({
      ledgerOnly: true,
    });
  });
});
