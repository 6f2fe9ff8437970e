import type { FraudReport, StopPaymentStatus, Transfer } from '@sluice/domain';
import * as fc from 'fast-check';
import { codecReading, schemaOf, varint, WRITER_ID, withLongs } from './testing/plainAvro';
import { neverSet, recordArbitraries } from './testing/recordArbitraries';

const values = recordArbitraries(neverSet);
const [transfer] = fc.sample(values.transfers, { numRuns: 1, seed: 7 });
const [status] = fc.sample(values.stopPaymentStatus, { numRuns: 1, seed: 7 });
const transfers = codecReading<Transfer>('Transfer', schemaOf('Transfer'), 'nearest');

function amountOf(amountMinor: bigint): number {
  const decoded = transfers.decodeSync(withLongs('Transfer', transfer!, { amountMinor }));
  if (decoded.ok !== true) throw new Error('a transfer with any 64-bit amount is decodable');
  return decoded.value.amountMinor;
}

describe('the amount of a transfer', () => {
  it('from −(2^53 − 1) to 2^53 − 1 arrives exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(amountOf(BigInt(amount))).toBe(amount);
      }),
    );
    expect(amountOf(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
    expect(amountOf(-(2n ** 53n) + 1n)).toBe(-Number.MAX_SAFE_INTEGER);
  });

  it('beyond arrives as a number that is not a safe integer and has its sign, for intake to refuse as out of range', () => {
    const beyond = fc.oneof(
      fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
      fc.constantFrom(2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)),
    );
    fc.assert(
      fc.property(beyond, (amount) => {
        const arrived = amountOf(amount);
        expect(Number.isSafeInteger(arrived)).toBe(false);
        expect(arrived > 0).toBe(amount > 0n);
      }),
    );
  });

  it('leaves the rest of the transfer readable, so that the refusal can name it', () => {
    const bytes = withLongs('Transfer', transfer!, { amountMinor: 2n ** 60n, settledMinor: -(2n ** 60n) });
    expect(transfers.decodeSync(bytes)).toEqual({
      ok: true,
      value: { ...transfer, amountMinor: 2 ** 60, settledMinor: -(2 ** 60) },
    });
  });
});

describe('an amount of another record', () => {
  it('beyond ±(2^53 − 1) is refused as out of range, naming field and value', () => {
    const statuses = codecReading<StopPaymentStatus>('StopPaymentStatus', schemaOf('StopPaymentStatus'));
    expect(statuses.decodeSync(withLongs('StopPaymentStatus', status!, { stoppedMinor: 2n ** 53n }))).toEqual(
      {
        ok: false,
        problem: {
          code: 'AMOUNT_OUT_OF_RANGE',
          sentence: expect.stringContaining('stoppedMinor is 9007199254740992'),
        },
      },
    );
  });

  it('inside a list is named with its place', () => {
    const report: FraudReport = {
      ...fc.sample(values.fraudReports, { numRuns: 1, seed: 7 })[0]!,
      items: [
        {
          transferId: null,
          debtorAccount: null,
          creditorAccount: 'BANKB:2',
          amountMinor: 1,
          currency: 'EUR',
          at: 1,
        },
        {
          transferId: null,
          debtorAccount: null,
          creditorAccount: 'BANKB:3',
          amountMinor: 77,
          currency: 'EUR',
          at: 1,
        },
      ],
    };
    const reports = codecReading<FraudReport>('FraudReport', schemaOf('FraudReport'));
    const bytes = reports.encode(report);
    bytes.writeUInt32BE(WRITER_ID, 1);
    const place = bytes.indexOf('BANKB:3') + 'BANKB:3'.length;
    const hostile = Buffer.concat([
      bytes.subarray(0, place),
      Buffer.from(varint(-(2n ** 63n))),
      bytes.subarray(place + 2),
    ]);
    expect(reports.decodeSync(hostile)).toEqual({
      ok: false,
      problem: {
        code: 'AMOUNT_OUT_OF_RANGE',
        sentence: expect.stringContaining('items[1].amountMinor is -9223372036854775808'),
      },
    });
  });
});

describe('a time beyond what a number holds', () => {
  it('is undecodable, naming field and value', () => {
    const statuses = codecReading<StopPaymentStatus>('StopPaymentStatus', schemaOf('StopPaymentStatus'));
    expect(statuses.decodeSync(withLongs('StopPaymentStatus', status!, { at: 2n ** 62n }))).toEqual({
      ok: false,
      problem: { code: 'UNDECODABLE', sentence: expect.stringContaining('at is 4611686018427387904') },
    });
  });
});
