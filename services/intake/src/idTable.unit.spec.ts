import type { Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import * as fc from 'fast-check';
import { IdTable, type Recognition } from './idTable';

const HOUR_MS = 3_600_000;

/** What the contract says, naively: every record ever seen is kept. */
function oracle(
  seen: Map<string, Transfer>,
  transfer: Transfer,
  appendedAt: number,
  horizonMs: number,
): Recognition {
  const known = seen.get(transfer.transferId);
  if (known === undefined) {
    seen.set(transfer.transferId, transfer);
    if (transfer.status === 'REJECTED' || transfer.status === 'CANCELLED') return 'LEDGER_ONLY';
    return transfer.status === 'SETTLED' && transfer.occurredAt < appendedAt - horizonMs
      ? 'LEDGER_ONLY'
      : 'NEW';
  }
  if (known.amountMinor !== transfer.amountMinor) return 'CONFLICT';
  if (transfer.statusAt <= known.statusAt) return 'DUPLICATE';
  seen.set(transfer.transferId, transfer);
  return 'NEWER_STATUS';
}

describe('the id table of intake', () => {
  it('takes the same record twice for a duplicate and a newer status for a status', () => {
    const ids = new IdTable();
    const initiated = transferOf({ transferId: 'T1', status: 'INITIATED', statusAt: 1_000 });
    expect(ids.recognise(initiated, 1_000)).toBe('NEW');
    expect(ids.recognise(initiated, 1_001)).toBe('DUPLICATE');
    const settled = transferOf({
      transferId: 'T1',
      status: 'SETTLED',
      statusAt: 2_000,
      bookedAt: 2_000,
      bookingSequence: 4,
    });
    expect(ids.recognise(settled, 2_000)).toBe('NEWER_STATUS');
    expect(ids.recognise(initiated, 2_001)).toBe('DUPLICATE');
  });

  it.each([
    ['another amount', { amountMinor: 999 }],
    ['another payee', { creditorAccount: 'DE-OTHER' }],
    ['another remittance', { remittance: 'invoice 8' }],
    ['another time', { occurredAt: 999 }],
    ['a signal more', { sessionSignals: ['ACTIVE_CALL'] }],
  ] as const)('takes the same transferId with %s for a conflict', (_, changed) => {
    const ids = new IdTable();
    expect(ids.recognise(transferOf({ transferId: 'T1', statusAt: 1_000 }), 1_000)).toBe('NEW');
    expect(ids.recognise(transferOf({ transferId: 'T1', statusAt: 2_000, ...changed }), 2_000)).toBe(
      'CONFLICT',
    );
  });

  it('lets status, statusAt, booking and balances change without a conflict', () => {
    const ids = new IdTable();
    ids.recognise(transferOf({ transferId: 'T1', statusAt: 1_000 }), 1_000);
    const later = transferOf({
      transferId: 'T1',
      status: 'SETTLED',
      statusAt: 3_000,
      bookedAt: 3_000,
      bookingSequence: 9,
      settledMinor: 5,
      debtorBalanceMinor: 1,
      creditorBalanceMinor: 2,
    });
    expect(ids.recognise(later, 3_000)).toBe('NEWER_STATUS');
  });

  it('does not score a transfer that is first seen rejected, cancelled, or settled long ago', () => {
    const ids = new IdTable({ horizonMs: HOUR_MS });
    const now = 100 * HOUR_MS;
    expect(ids.recognise(transferOf({ transferId: 'a', status: 'REJECTED' }), now)).toBe('LEDGER_ONLY');
    expect(ids.recognise(transferOf({ transferId: 'b', status: 'CANCELLED' }), now)).toBe('LEDGER_ONLY');
    expect(
      ids.recognise(transferOf({ transferId: 'c', status: 'SETTLED', occurredAt: now - 2 * HOUR_MS }), now),
    ).toBe('LEDGER_ONLY');
    expect(
      ids.recognise(transferOf({ transferId: 'd', status: 'SETTLED', occurredAt: now - HOUR_MS / 2 }), now),
    ).toBe('NEW');
  });

  it('remembers an id for at least the horizon and forgets it after at most twice', () => {
    const ids = new IdTable({ horizonMs: HOUR_MS });
    const transfer = transferOf({ transferId: 'T1', occurredAt: 0, statusAt: 0 });
    ids.recognise(transfer, 0);
    expect(ids.recognise(transfer, HOUR_MS)).toBe('DUPLICATE');
    expect(ids.recognise(transferOf({ transferId: 'T2', statusAt: 0 }), 2 * HOUR_MS)).toBe('NEW');
    expect(ids.recognise(transfer, 2 * HOUR_MS)).toBe('NEW');
  });

  it('says what a table of whole records would say, over any order of ids, statuses and conflicts', () => {
    const record = fc.record({
      transferId: fc.integer({ min: 0, max: 400 }).map((n) => `T${n}`),
      statusAt: fc.integer({ min: 0, max: 50 }),
      amountMinor: fc.constantFrom(100, 100, 100, 200),
      status: fc.constantFrom('INITIATED', 'SETTLED', 'REJECTED', 'CANCELLED') as fc.Arbitrary<
        Transfer['status']
      >,
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 3_000, size: 'max' }), (records) => {
        const ids = new IdTable();
        const seen = new Map<string, Transfer>();
        for (const fields of records) {
          const transfer = transferOf(fields);
          expect(ids.recognise(transfer, 1_000)).toBe(oracle(seen, transfer, 1_000, 48 * HOUR_MS));
        }
      }),
      { numRuns: 30 },
    );
  });
});
