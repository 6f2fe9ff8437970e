import { hash53, isCurrency, type Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { offlineEventCodec } from '@sluice/event-codec';
import { ByteWriter, writeTransferBody } from '@sluice/log-format';
import * as fc from 'fast-check';
import { checkTransfer } from '../checks/checkTransfer';
import { APPENDED_AT, oneOddField, ordinary } from '../testing/transferArbitraries';
import { BodyBytes } from './bodyBytes';
import { hash53OfBytes } from './hash53OfBytes';
import { PlainTransfer } from './plainTransfer';

const { transfers: codec } = offlineEventCodec();
const body = new BodyBytes();
const plain = new PlainTransfer(body);

/** The body by the long way; null where the record is refused. */
function longWay(record: Buffer, key: Buffer | null): Buffer | null {
  const decoded = codec.decodeSync(record);
  if (decoded.ok !== true) return null;
  if (checkTransfer(decoded.value, key?.toString('utf8') ?? null, APPENDED_AT) !== null) return null;
  const writer = new ByteWriter();
  writeTransferBody(writer, decoded.value);
  return writer.copy();
}

/** What the short way may do: leave the record to the long way, or give just what that gives. */
function expectSound(record: Buffer, key: Buffer | null): boolean {
  const taken = plain.read(record, key, APPENDED_AT);
  if (taken) expect(body.bytes.subarray(0, body.length)).toEqual(longWay(record, key));
  return taken;
}

const recordOf = (transfer: Transfer) => ({
  record: codec.encode(transfer),
  key: Buffer.from(transfer.transferId),
});

describe('the short way of a transfer into the log', () => {
  it('takes ordinary transfers, each with the body that the long way gives', () => {
    fc.assert(
      fc.property(ordinary, (transfer) => {
        const { record, key } = recordOf(transfer);
        // Two texts of two-byte characters are within the limit in characters and beyond it in bytes: left to the long way.
        if (!expectSound(record, key)) expect(JSON.stringify(transfer)).toMatch(/[^\u0020-\u007f]/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes a transfer with no optional field and one with all of them', () => {
    const least = transferOf({ occurredAt: 1, statusAt: 1 });
    const most = transferOf({
      ...fc.sample(ordinary, { seed: 7, numRuns: 1 })[0],
      debtorInstitution: 'COBADEFF',
      creditorInstitution: 'DEUTDEFF',
      settledMinor: 1,
      debtorAmountMinor: 2,
      debtorCurrency: 'USD',
      creditorAmountMinor: 3,
      creditorCurrency: 'JPY',
      bookedAt: 4,
      bookingSequence: -5,
      deviceId: 'd',
      ipAddress: '::1',
      country: 'DE',
      location: 'u33dc0f',
      sessionSignals: ['ACTIVE_CALL', 'NEW_DEVICE'],
      payeeAddedAt: 6,
      sameHolder: false,
      debtorBalanceMinor: -7,
      creditorBalanceMinor: 8,
      batchId: 'b',
      relatesTo: 'r',
      decideBy: 9,
      endToEndId: 'e',
      purpose: 'SALA',
      remittance: 'März',
    });
    for (const transfer of [least, most]) {
      const { record, key } = recordOf(transfer);
      expect(expectSound(record, key)).toBe(true);
    }
  });

  it('takes nothing that a check refuses, and loses nothing that it does not', () => {
    fc.assert(
      fc.property(ordinary, oneOddField, (transfer, changed) => {
        const { record, key } = recordOf({ ...transfer, ...changed });
        expectSound(record, key);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves a record to the long way whose key is not its transferId', () => {
    const { record } = recordOf(transferOf({ transferId: 'T1' }));
    for (const key of [null, Buffer.from('T2'), Buffer.from('T'), Buffer.from('T11'), Buffer.alloc(0)])
      expect(plain.read(record, key, APPENDED_AT)).toBe(false);
  });

  it('takes damaged bytes only where the codec reads them alike', () => {
    let read = 0;
    fc.assert(
      fc.property(
        ordinary,
        fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(0, 0, 0, 0, -1, 1, 3),
        (transfer, damage, longer) => {
          const { record, key } = recordOf(transfer);
          const bytes = Buffer.alloc(Math.max(5, record.length + longer));
          record.copy(bytes);
          for (const [at, byte] of damage) bytes[5 + (at % Math.max(1, bytes.length - 5))] = byte;
          if (expectSound(bytes, key)) read += 1;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(20);
  });

  it('leaves every record that ends early to the long way', () => {
    const { record, key } = recordOf(
      transferOf({ sessionSignals: ['A'], remittance: 'x', sameHolder: true }),
    );
    for (let length = 5; length < record.length; length++)
      expect(plain.read(record.subarray(0, length), key, APPENDED_AT)).toBe(false);
  });

  it('reads a record wherever in a larger buffer it lies', () => {
    const { record, key } = recordOf(transferOf({ remittance: 'thank you' }));
    for (const before of [1, 2, 3, 7]) {
      const within = Buffer.concat([Buffer.alloc(before, 0xff), record, Buffer.alloc(9, 0xff)]);
      expect(expectSound(within.subarray(before, before + record.length), key)).toBe(true);
    }
  });
});

describe('what it works with', () => {
  it('hashes bytes of ASCII as the domain hashes their text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const bytes = Buffer.from(`..${text}..`);
        expect(hash53OfBytes(bytes, 2, 2 + text.length)).toBe(hash53(text));
      }),
    );
  });

  it('knows every currency of the domain and no other three letters', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    for (const first of letters)
      for (const second of letters)
        for (const third of letters) {
          const code = first + second + third;
          const { record, key } = recordOf(transferOf({ transferId: 'T1', currency: 'EUR' }));
          record.write(code, record.indexOf('EUR'), 'latin1');
          if (plain.read(record, key, APPENDED_AT) !== isCurrency(code)) throw new Error(code);
        }
  });
});
