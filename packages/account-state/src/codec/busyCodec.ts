import { B_CREDIT, type BusyBlock } from '../busy/busyBlock';
import { creditCurrency, setCreditCurrency } from '../busy/busyDay';
import type { CurrencyTable } from '../memory/currencyTable';
import type { AccountRecord } from '../record/accountRecord';
import type { ByteSink } from './byteSink';
import type { ByteSource } from './byteSource';

/** Writes the open block; currencies by their codes, because their numbers differ from store to store. */
export function encodeBusy(sink: ByteSink, busy: BusyBlock, currencies: CurrencyTable): void {
  const { words, doubles, at, count, lanes } = busy;
  sink.u16(busy.room);
  sink.u16(count);
  sink.u8(lanes);
  sink.u8(busy.hasFine ? 1 : 0);
  for (const currency of busy.laneCurrencies()) sink.currency(currency, currencies);
  sink.currency(creditCurrency(busy), currencies);
  sink.u32(words[at + B_CREDIT]!);
  sink.u16(words[at + B_CREDIT + 1]! & 0x3ff);
  for (let word = B_CREDIT + 2; word < busy.headLength; word++) sink.u32(words[at + word]!);
  for (let i = 0; i < count; i++) {
    sink.u32(words[busy.starts + i]!);
    sink.varint(words[busy.outCounts + i]!);
    sink.varint(words[busy.inCounts + i]!);
    sink.varint(words[busy.outFresh + i]!);
    sink.varint(words[busy.inFresh + i]!);
    for (let lane = 0; lane < lanes; lane++) {
      sink.f64(doubles[busy.outSums(lane) + i]!);
      sink.f64(doubles[busy.inSums(lane) + i]!);
    }
  }
}

export function decodeBusy(
  source: ByteSource,
  record: AccountRecord,
  busy: BusyBlock,
  currencies: CurrencyTable,
): void {
  const room = source.u16();
  const count = source.u16();
  const lanes = source.u8();
  const hasFine = source.u8() === 1;
  const used = Array.from({ length: lanes }, () => source.currency(currencies));
  busy.create(record, room, used, hasFine);
  const { words, doubles, at } = busy;
  const credit = source.currency(currencies);
  words[at + B_CREDIT] = source.u32();
  words[at + B_CREDIT + 1] = source.u16();
  setCreditCurrency(busy, credit);
  for (let word = B_CREDIT + 2; word < busy.headLength; word++) words[at + word] = source.u32();
  busy.setCount(count);
  for (let i = 0; i < count; i++) {
    words[busy.starts + i] = source.u32();
    words[busy.outCounts + i] = source.varint();
    words[busy.inCounts + i] = source.varint();
    words[busy.outFresh + i] = source.varint();
    words[busy.inFresh + i] = source.varint();
    for (let lane = 0; lane < lanes; lane++) {
      doubles[busy.outSums(lane) + i] = source.f64();
      doubles[busy.inSums(lane) + i] = source.f64();
    }
  }
}
