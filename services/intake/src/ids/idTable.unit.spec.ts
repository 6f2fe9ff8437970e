import type { Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import * as fc from 'fast-check';
import { recognise } from '../testing/sightings';
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
    expect(recognise(ids, initiated, 1_000)).toBe('NEW');
    expect(recognise(ids, initiated, 1_001)).toBe('DUPLICATE');
    const settled = transferOf({
      transferId: 'T1',
      status: 'SETTLED',
      statusAt: 2_000,
      bookedAt: 2_000,
      bookingSequence: 4,
    });
    expect(recognise(ids, settled, 2_000)).toBe('NEWER_STATUS');
    expect(recognise(ids, initiated, 2_001)).toBe('DUPLICATE');
  });

  it.each([
    ['another amount', { amountMinor: 999 }],
    ['another payee', { creditorAccount: 'DE-OTHER' }],
    ['another remittance', { remittance: 'invoice 8' }],
    ['another time', { occurredAt: 999 }],
    ['a signal more', { sessionSignals: ['ACTIVE_CALL'] }],
  ] as const)('takes the same transferId with %s for a conflict', (_, changed) => {
    const ids = new IdTable();
    expect(recognise(ids, transferOf({ transferId: 'T1', statusAt: 1_000 }), 1_000)).toBe('NEW');
    expect(recognise(ids, transferOf({ transferId: 'T1', statusAt: 2_000, ...changed }), 2_000)).toBe(
      'CONFLICT',
    );
  });

  it('lets status, statusAt, booking and balances change without a conflict', () => {
    const ids = new IdTable();
    recognise(ids, transferOf({ transferId: 'T1', statusAt: 1_000 }), 1_000);
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
    expect(recognise(ids, later, 3_000)).toBe('NEWER_STATUS');
  });

  it('does not score a transfer that is first seen rejected, cancelled, or settled long ago', () => {
    const ids = new IdTable({ horizonMs: HOUR_MS });
    const now = 100 * HOUR_MS;
    expect(recognise(ids, transferOf({ transferId: 'a', status: 'REJECTED' }), now)).toBe('LEDGER_ONLY');
    expect(recognise(ids, transferOf({ transferId: 'b', status: 'CANCELLED' }), now)).toBe('LEDGER_ONLY');
    expect(
      recognise(ids, transferOf({ transferId: 'c', status: 'SETTLED', occurredAt: now - 2 * HOUR_MS }), now),
    ).toBe('LEDGER_ONLY');
    expect(
      recognise(ids, transferOf({ transferId: 'd', status: 'SETTLED', occurredAt: now - HOUR_MS / 2 }), now),
    ).toBe('NEW');
  });

  it('remembers an id for the horizon, and forgets a block when its newest id is older', () => {
    const ids = new IdTable({ horizonMs: HOUR_MS, blockIds: 2 });
    const seen = (transferId: string, at: number) =>
      recognise(ids, transferOf({ transferId, occurredAt: 0, statusAt: 0 }), at);
    expect([seen('T1', 0), seen('T2', 1_000), seen('T3', 2_000)]).toEqual(['NEW', 'NEW', 'NEW']);
    expect(seen('T1', HOUR_MS + 1_000)).toBe('DUPLICATE');
    expect(seen('T1', HOUR_MS + 1_001)).toBe('NEW');
    expect(seen('T3', HOUR_MS + 2_000)).toBe('DUPLICATE');
    expect(seen('T2', HOUR_MS + 2_000)).toBe('NEW');
  });

  it('starts empty after a pause longer than the horizon', () => {
    const ids = new IdTable({ horizonMs: HOUR_MS });
    const transfer = transferOf({ transferId: 'T1', occurredAt: 0, statusAt: 0 });
    recognise(ids, transfer, 0);
    expect(recognise(ids, transfer, 2 * HOUR_MS)).toBe('NEW');
    expect(ids.size).toBe(1);
  });

  it('takes at most 28 bytes an id, full blocks assumed, at any number of ids', () => {
    const ids = new IdTable({ blockIds: 16 });
    for (let i = 0; i < 60_000; i++) {
      recognise(ids, transferOf({ transferId: `T${i}` }), 0);
      if (ids.size % 16 === 0 && ids.size > 4_096) expect(ids.bytes / ids.size).toBeLessThanOrEqual(28);
    }
    expect(ids.size).toBe(60_000);
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
          expect(recognise(ids, transfer, 1_000)).toBe(oracle(seen, transfer, 1_000, 48 * HOUR_MS));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('forgets just what is older than the horizon, block by block, as a list of all blocks would', () => {
    const record = fc.record({
      id: fc.integer({ min: 0, max: 60 }),
      stepMs: fc.constantFrom(0, 0, 1, 1, 3, 40),
      statusAt: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 600, size: 'max' }), (records) => {
        const ids = new IdTable({ horizonMs: 100, blockIds: 4 });
        let blocks: { newest: number; known: Map<number, number> }[] = [];
        let now = 0;
        for (const { id, stepMs, statusAt } of records) {
          now += stepMs;
          while (blocks[0] !== undefined && blocks[0].newest < now - 100) blocks = blocks.slice(1);
          const block = blocks.find(({ known }) => known.has(id));
          const expected =
            block === undefined ? 'NEW' : statusAt > block.known.get(id)! ? 'NEWER_STATUS' : 'DUPLICATE';
          if (block !== undefined) block.known.set(id, Math.max(statusAt, block.known.get(id)!));
          else {
            if ((blocks.at(-1)?.known.size ?? 4) === 4) blocks.push({ newest: now, known: new Map() });
            const last = blocks.at(-1)!;
            last.known.set(id, statusAt);
            last.newest = now;
          }
          expect(recognise(ids, transferOf({ transferId: `T${id}`, statusAt }), now)).toBe(expected);
          expect(ids.size).toBe(blocks.reduce((sum, { known }) => sum + known.size, 0));
        }
      }),
      { numRuns: 40 },
    );
  });
});
