import type { BusyBlock } from '../busy/busyBlock';
import { isBlockNeeded } from '../busy/summarise';
import type { CurrencyTable } from '../memory/currencyTable';
import type { AccountRecord } from '../record/accountRecord';
import { countsOf } from '../record/counterparties';
import { isDayClosed, setDayClosed } from '../record/dailyHabit';
import { keptAfter } from '../record/keptLegs';
import {
  H_ACTIVITY,
  H_HABIT,
  H_LIFETIME,
  H_SHAPE,
  PEER_WORDS,
  SET_WORDS,
  SHAPE_MASTER,
} from '../record/layout';
import { hasMaster, idOf, nameBytes, putNames } from '../record/masterData';
import type { Moment } from '../record/moment';
import { legsUpTo } from '../record/recentLegs';
import { forgetWeek } from '../record/weekTotals';
import { CELLS } from '../sketch/linearCounting';
import { decodeBusy, encodeBusy } from './busyCodec';
import { ByteSink } from './byteSink';
import { ByteSource } from './byteSource';
import { decodeLegs, encodeLegs, hasWideLegs } from './legsCodec';

/** First byte of an encoded account. A reader refuses a version that it does not know. */
export const ACCOUNT_FORMAT_VERSION = 2;

const HAS_MASTER = 1;
const HAS_LEGS = 2;
const DAY_IS_CLOSED = 4;
const IS_BUSY = 8;
const HAS_CELLS = 16;
const IS_WIDE = 32;

const sink = new ByteSink();
const decoder = new TextDecoder();

/**
 * The open account as bytes that depend on its state alone: legs that no window can reach any more are left out. Valid
 * until the next call. The second byte is the length of the id, which follows.
 */
export function encodeAccount(
  record: AccountRecord,
  busy: BusyBlock,
  currencies: CurrencyTable,
  moment: Moment,
): Uint8Array {
  const { words, floats, h } = record;
  const isBusy = busy.open(record) && isBlockNeeded(record, busy, moment.forgottenUpTo);
  const everHadLegs = record.activeDays > 0;
  const isClosed = everHadLegs && isDayClosed(record);
  const names = nameBytes(record);
  const firstLeg = legsUpTo(record, keptAfter(record, moment));
  sink.reset();
  sink.u8(ACCOUNT_FORMAT_VERSION);
  sink.u8(record.idLength);
  sink.raw(record.bytes.subarray(record.names, record.names + record.idLength));
  sink.u8(
    (hasMaster(record) ? HAS_MASTER : 0) |
      (everHadLegs ? HAS_LEGS : 0) |
      (isClosed ? DAY_IS_CLOSED : 0) |
      (isBusy ? IS_BUSY : 0) |
      (record.hasCells ? HAS_CELLS : 0) |
      (hasWideLegs(record, firstLeg) ? IS_WIDE : 0),
  );
  sink.varint(names.length);
  sink.u8(record.legCount - firstLeg);
  sink.u8(record.peerRoom);
  sink.u8(record.peerCount);
  sink.u8(record.sets);
  sink.currency(record.homeCurrency, currencies);
  sink.raw(names);
  if (!everHadLegs) return sink.written();
  sink.varint(record.newest);
  sink.varint(record.oldest);
  sink.u16(record.activeDays);
  sink.u32(words[h + H_ACTIVITY]!);
  for (let i = 0; i < 5; i++) sink.f32(floats[h + H_HABIT + i]!);
  sink.u32(words[h + H_LIFETIME]!);
  for (let i = 0; i < record.peerCount; i++) {
    sink.u32(words[record.peerHashes + i]!);
    sink.u32(words[record.peerFacts + i * PEER_WORDS]!);
    sink.u16(countsOf(record, i));
  }
  for (let i = 0; i < record.sets * SET_WORDS * 2; i++) sink.u16(record.halves[record.fingerprints + i]!);
  for (let i = 0; record.hasCells && i < CELLS; i++) sink.u16(record.halves[record.payerCells + i]!);
  encodeLegs(sink, record, firstLeg, currencies);
  if (isBusy) encodeBusy(sink, busy, currencies);
  return sink.written();
}

/** Puts encoded bytes into the record that `open` gives for the account id; returns its slot. */
export function decodeAccount(
  bytes: Uint8Array,
  busy: BusyBlock,
  currencies: CurrencyTable,
  open: (accountId: string) => AccountRecord,
): number {
  const source = new ByteSource(bytes);
  const version = source.u8();
  if (version !== ACCOUNT_FORMAT_VERSION) {
    throw new RangeError(`account bytes have version ${version}; this build reads ${ACCOUNT_FORMAT_VERSION}`);
  }
  const record = open(decoder.decode(source.raw(source.u8())));
  const flags = source.u8();
  const room = record.room();
  const nameLength = source.varint();
  const legCount = source.u8();
  room.namesWords += nameLength >>> 2;
  room.legs = legCount + (legCount & 1);
  room.peers = source.u8();
  const peerCount = source.u8();
  room.sets = source.u8();
  room.hasCells = (flags & HAS_CELLS) !== 0;
  room.wide = (flags & IS_WIDE) !== 0;
  record.resize(room);
  record.homeCurrency = source.currency(currencies);
  putNames(record, source.raw(nameLength));
  const { words, halves, floats, h } = record;
  if ((flags & HAS_MASTER) !== 0) words[h + H_SHAPE] = words[h + H_SHAPE]! | SHAPE_MASTER;
  if ((flags & HAS_LEGS) !== 0) {
    record.newest = source.varint();
    record.oldest = source.varint();
    record.activeDays = source.u16();
    words[h + H_ACTIVITY] = source.u32();
    for (let i = 0; i < 5; i++) floats[h + H_HABIT + i] = source.f32();
    words[h + H_LIFETIME] = source.u32();
    if ((flags & DAY_IS_CLOSED) !== 0) setDayClosed(record);
    record.setCounts(0, peerCount);
    for (let i = 0; i < peerCount; i++) {
      words[record.peerHashes + i] = source.u32();
      words[record.peerFacts + i * PEER_WORDS] = source.u32();
      words[record.peerFacts + i * PEER_WORDS + 1] = source.u16();
    }
    for (let i = 0; i < record.sets * SET_WORDS * 2; i++) halves[record.fingerprints + i] = source.u16();
    for (let i = 0; record.hasCells && i < CELLS; i++) halves[record.payerCells + i] = source.u16();
    decodeLegs(source, record, legCount, currencies);
    forgetWeek(record);
    if ((flags & IS_BUSY) !== 0) decodeBusy(source, record, busy, currencies);
  }
  if (!source.isAtEnd) throw new RangeError(`the bytes of account ${idOf(record).slice(-4)} are too long`);
  return record.slot;
}
