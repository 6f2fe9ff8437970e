import fc from 'fast-check';
import type { LedgerEntry } from '../ledger/ledgerEntry';
import type { StopFact, TraceSource } from '../trace/api';
import { minute, pays } from './builders';

const ACCOUNTS = ['a', 'b', 'c', 'd', 'e', 'pool', 'merchant', 'out', 'CASH:1'] as const;

/** Few accounts and many transfers, so that money goes in circles; two currencies, conversions, returns, equal instants. */
export const anyLedger: fc.Arbitrary<LedgerEntry[]> = fc
  .array(
    fc.record({
      from: fc.constantFrom(...ACCOUNTS),
      to: fc.constantFrom(...ACCOUNTS),
      amountMinor: fc.integer({ min: 1, max: 60 }),
      currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'JPY'),
      sameMinute: fc.boolean(),
      returnOf: fc.option(fc.nat({ max: 40 }), { freq: 5 }),
      conversion: fc.option(fc.integer({ min: 1, max: 99 }), { freq: 8 }),
      statedMinor: fc.option(fc.integer({ min: 0, max: 80 }), { freq: 4 }),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows
      .filter((row) => row.from !== row.to)
      .map((row, index) =>
        pays(index, row.from, row.to, row.amountMinor, {
          currency: row.currency,
          bookedAt: minute(row.sameMinute ? Math.max(0, index - 1) : index),
          bookingSequence: index,
          debtorOwnership: row.from === 'out' ? 'OTHER' : 'OURS',
          creditorOwnership: row.to === 'out' ? 'OTHER' : 'OURS',
          debtorBalanceMinor: row.statedMinor,
          ...(row.returnOf === null
            ? {}
            : { kind: 'RETURN' as const, relatesTo: `T${row.returnOf % Math.max(1, index)}` }),
          ...(row.conversion === null
            ? {}
            : { creditorAmountMinor: row.conversion, creditorCurrency: 'USD' }),
        }),
      ),
  );

/** Which transfers victims report, in full or in part, for two cases. */
export function anySources(ledger: readonly LedgerEntry[]): fc.Arbitrary<TraceSource[]> {
  return fc
    .subarray([...ledger], { maxLength: Math.min(5, ledger.length) })
    .chain((reported) =>
      fc.tuple(...reported.map((entry) => anySource(entry))).map((sources) => [...sources]),
    );
}

function anySource(entry: LedgerEntry): fc.Arbitrary<TraceSource> {
  return fc
    .record({
      claimedMinor: fc.integer({ min: 1, max: 2 * entry.amountMinor }),
      caseId: fc.constantFrom('C1', 'C2'),
    })
    .map((claim) => ({ transferId: entry.transferId, victimAccounts: [], ...claim }));
}

/** Steps of stop-payments in any order of amounts, also where nothing is there to hold. */
export const anyStops: fc.Arbitrary<StopFact[]> = fc
  .array(
    fc.record({
      stopPaymentId: fc.constantFrom('S1', 'S2', 'S3'),
      at: fc.integer({ min: 0, max: minute(40) }),
      state: fc.constantFrom(
        'ISSUED',
        'EXECUTED',
        'PARTIAL',
        'RELEASED',
        'RETURNED',
        'CONVERTED',
        'CANCELLED',
      ),
      stoppedMinor: fc.integer({ min: 0, max: 80 }),
      paidMinor: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 3 }),
    }),
    { maxLength: 12 },
  )
  .map((steps) => {
    const paid = new Map<string, number>();
    return [...steps]
      .sort((a, b) => a.at - b.at)
      .map((step, sequence): StopFact => {
        const returnedMinor = (paid.get(step.stopPaymentId) ?? 0) + (step.paidMinor ?? 0);
        paid.set(step.stopPaymentId, returnedMinor);
        return { ...STOPS[step.stopPaymentId], ...step, sequence, returnedMinor, requestedMinor: 80 };
      });
  });

const about = { currency: 'EUR', returnToAccount: 'e' } as const;
const STOPS = {
  S1: {
    ...about,
    instrument: 'FREEZE_AMOUNT',
    account: 'a',
    transferId: null,
    transferDebtor: null,
    caseId: 'C1',
  },
  S2: {
    ...about,
    instrument: 'HOLD_TRANSFER',
    account: 'b',
    transferId: 'T30',
    transferDebtor: 'b',
    caseId: null,
  },
  S3: {
    ...about,
    instrument: 'RECALL_TRANSFER',
    account: 'c',
    transferId: 'T7',
    transferDebtor: null,
    caseId: 'C2',
  },
} as const;
