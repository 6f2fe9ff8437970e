import { hash53, isCash, keyHash, type Transfer } from '@sluice/domain';
import * as fc from 'fast-check';
import {
  ByteReader,
  ByteWriter,
  FrameFormatError,
  readTransferBody,
  TransferView,
  writeTransferBody,
} from '.';
import { transfers } from './testing/transfers';

const view = new TransferView();

function viewOf(transfer: Transfer, prefix = 0): TransferView {
  const writer = new ByteWriter();
  for (let i = 0; i < prefix; i++) writer.u8(0xff);
  writeTransferBody(writer, transfer);
  writer.u8(0x7f); // of the next entry
  const bytes = writer.copy();
  return view.reset(new ByteReader().reset(bytes, prefix, bytes.length - 1));
}

describe('a transfer read where it lies', () => {
  it('says in every field what the whole body says', () => {
    fc.assert(
      fc.property(transfers, fc.nat(9), (transfer, prefix) => {
        const read = viewOf(transfer, prefix);
        const names = Object.keys(transfer) as (keyof Transfer)[];
        expect(Object.fromEntries(names.map((name) => [name, read[name]]))).toEqual(transfer);
      }),
      { numRuns: 500 },
    );
  });

  it('carries the hashes of its ids, and the place of the ids', () => {
    fc.assert(
      fc.property(transfers, (transfer) => {
        const read = viewOf(transfer);
        expect(read.transferHash).toBe(hash53(transfer.transferId));
        expect(read.debtorHash).toBe(hash53(transfer.debtorAccount));
        expect(read.creditorHash).toBe(hash53(transfer.creditorAccount));
        expect(read.debtorKeyHash).toBe(keyHash(transfer.debtorAccount));
        expect(read.creditorKeyHash).toBe(keyHash(transfer.creditorAccount));
        expect(read.bytes.toString('utf8', read.debtorStart, read.debtorEnd)).toBe(transfer.debtorAccount);
        expect(read.bytes.toString('utf8', read.creditorStart, read.creditorEnd)).toBe(
          transfer.creditorAccount,
        );
      }),
    );
  });

  it('knows cash from an account without reading the id', () => {
    fc.assert(
      fc.property(
        transfers,
        fc.constantFrom('CASH:', 'CASH:ATM-7', 'CASHIER', 'CAS', 'C', 'X'),
        (transfer, id) => {
          const read = viewOf({ ...transfer, debtorAccount: id, creditorAccount: id });
          expect([read.debtorIsCash, read.creditorIsCash]).toEqual([isCash(id), isCash(id)]);
        },
      ),
    );
  });

  it('knows whether a device and an address are there without reading them', () => {
    fc.assert(
      fc.property(transfers, (transfer) => {
        const read = viewOf(transfer);
        expect([read.hasDeviceId, read.hasIpAddress]).toEqual([
          transfer.deviceId !== null,
          transfer.ipAddress !== null,
        ]);
      }),
    );
  });

  it('copied as bytes it is the same transfer again', () => {
    fc.assert(
      fc.property(transfers, (transfer) => {
        const read = viewOf(transfer, 3);
        const copy = new ByteWriter();
        copy.bytes(read.bytes, read.bodyStart, read.bodyEnd);
        expect(readTransferBody(new ByteReader().reset(copy.copy()))).toEqual(transfer);
      }),
    );
  });

  it('refuses a body that was cut, instead of reading what lies behind it', () => {
    fc.assert(
      fc.property(transfers, fc.nat(), (transfer, at) => {
        const writer = new ByteWriter();
        writeTransferBody(writer, transfer);
        const bytes = Buffer.concat([writer.copy(), Buffer.alloc(400, 0x20)]);
        const cut = at % writer.length;
        expect(() => {
          const read = view.reset(new ByteReader().reset(bytes, 0, cut));
          for (const name of Object.keys(transfer) as (keyof Transfer)[]) void read[name];
        }).toThrow(FrameFormatError);
      }),
      { numRuns: 500 },
    );
  });
});
