import type { BusyBlock } from '../busy/busyBlock';
import { isBlockNeeded } from '../busy/summarise';
import { DAY_MS } from '../limits';
import type { CurrencyTable } from '../memory/currencyTable';
import type { WordArena } from '../memory/wordArena';
import type { AccountRecord } from '../record/accountRecord';
import { isDayClosed, openDay, setDayClosed } from '../record/dailyHabit';
import { forgottenWords, restoreForgotten } from '../record/forgotten';
import { H_ACTIVITY, H_HABIT, H_LIFETIME, H_SHAPE, SHAPE_MASTER } from '../record/layout';
import { hasMaster, idOf, nameBytes, putNames } from '../record/masterData';
import { legsUpTo } from '../record/recentLegs';
import { decodeBusy, encodeBusy } from './busyCodec';
import { ByteSink } from './byteSink';
import { ByteSource } from './byteSource';
import { decodeLegs, encodeLegs } from './legsCodec';

/** First byte of an encoded account. A reader refuses a version that it does not know. */
export const ACCOUNT_FORMAT_VERSION = 1;

const HAS_MASTER = 1;
const HAS_LEGS = 2;
const DAY_IS_CLOSED = 4;
const IS_BUSY = 8;

const sink = new ByteSink();

/** The open account as bytes that depend on its state alone: legs that no window can reach any more are left out. */
export function encodeAccount(
  record: AccountRecord,
  arena: WordArena,
  busy: BusyBlock,
  currencies: CurrencyTable,
  forgottenUpTo: number,
): Uint8Array {
  const { header, floats, h } = record;
  const isBusy = busy.open(record) && isBlockNeeded(record, busy, forgottenUpTo);
  const everHadLegs = record.activeDays > 0;
  const isClosed = everHadLegs && isDayClosed(record);
  sink.reset();
  sink.u8(ACCOUNT_FORMAT_VERSION);
  sink.u8(record.idLength);
  sink.raw(record.bytes.subarray(record.names, record.names + record.idLength));
  sink.u8(
    (hasMaster(record) ? HAS_MASTER : 0) |
      (everHadLegs ? HAS_LEGS : 0) |
      (isClosed ? DAY_IS_CLOSED : 0) |
      (isBusy ? IS_BUSY : 0),
  );
  sink.currency(record.homeCurrency, currencies);
  if (hasMaster(record)) {
    const names = nameBytes(record);
    sink.varint(names.length);
    sink.raw(names);
  }
  if (!everHadLegs) return sink.taken();
  sink.varint(record.newest);
  sink.varint(record.oldest);
  sink.u16(record.activeDays);
  sink.u32(header[h + H_ACTIVITY]!);
  for (let i = 0; i < 5; i++) sink.f32(floats[h + H_HABIT + i]!);
  sink.u32(header[h + H_LIFETIME]!);
  sink.u8(record.peerRoom);
  sink.u8(record.peerCount);
  for (let i = 0; i < record.peerCount; i++) {
    sink.u32(record.words[record.peerHashes + i]!);
    sink.u32(record.words[record.peerDays + i]!);
    sink.u16(record.halves[record.peerCounts + i]!);
  }
  const forgotten = forgottenWords(record, arena);
  sink.varint(forgotten.length);
  for (const word of forgotten) sink.u32(word);
  const edge = Math.min(forgottenUpTo, openDay(record) * DAY_MS - 1);
  encodeLegs(sink, record, legsUpTo(record, edge), currencies);
  if (isBusy) encodeBusy(sink, busy, currencies);
  return sink.taken();
}

/** Puts encoded bytes into the record that `open` gives for the account id; returns its slot. */
export function decodeAccount(
  bytes: Uint8Array,
  arena: WordArena,
  busy: BusyBlock,
  currencies: CurrencyTable,
  open: (accountId: string) => AccountRecord,
): number {
  const source = new ByteSource(bytes);
  const version = source.u8();
  if (version !== ACCOUNT_FORMAT_VERSION) {
    throw new RangeError(`account bytes have version ${version}; this build reads ${ACCOUNT_FORMAT_VERSION}`);
  }
  const record = open(new TextDecoder().decode(source.raw(source.u8())));
  const { header, floats, h } = record;
  const flags = source.u8();
  record.homeCurrency = source.currency(currencies);
  if ((flags & HAS_MASTER) !== 0) {
    putNames(record, source.raw(source.varint()));
    header[h + H_SHAPE] = header[h + H_SHAPE]! | SHAPE_MASTER;
  }
  if ((flags & HAS_LEGS) !== 0) {
    record.newest = source.varint();
    record.oldest = source.varint();
    record.activeDays = source.u16();
    header[h + H_ACTIVITY] = source.u32();
    for (let i = 0; i < 5; i++) floats[h + H_HABIT + i] = source.f32();
    header[h + H_LIFETIME] = source.u32();
    if ((flags & DAY_IS_CLOSED) !== 0) setDayClosed(record);
    decodeCounterparties(source, record, arena);
    decodeLegs(source, record, currencies);
    if ((flags & IS_BUSY) !== 0) decodeBusy(source, record, busy, currencies);
  }
  if (!source.isAtEnd) throw new RangeError(`the bytes of account ${idOf(record).slice(-4)} are too long`);
  return record.slot;
}

function decodeCounterparties(source: ByteSource, record: AccountRecord, arena: WordArena): void {
  const room = source.u8();
  const count = source.u8();
  record.resize(record.namesWords, record.legRoom, room, record.wide);
  record.setCounts(record.legCount, count);
  for (let i = 0; i < count; i++) {
    record.words[record.peerHashes + i] = source.u32();
    record.words[record.peerDays + i] = source.u32();
    record.halves[record.peerCounts + i] = source.u16();
  }
  const forgotten = new Uint32Array(source.varint());
  for (let i = 0; i < forgotten.length; i++) forgotten[i] = source.u32();
  restoreForgotten(record, arena, forgotten);
}
