import { RECENT_MS } from '../limits';
import type { CurrencyTable } from '../memory/currencyTable';
import type { AccountRecord } from '../record/accountRecord';
import { MARK_COUNTERPARTY_SHIFT, MARK_CURRENCY_SHIFT } from '../record/layout';
import { newMoment } from '../record/moment';
import { currencyOf, insertLeg, isFirstLeg, legAt, legHash, legMark, rebase } from '../record/recentLegs';
import type { ByteSink } from './byteSink';
import type { ByteSource } from './byteSource';

const TWO_32 = 4_294_967_296;

/** Writes the recent legs from number `from` on: times as differences, amounts in as few bytes as they need. */
export function encodeLegs(
  sink: ByteSink,
  record: AccountRecord,
  from: number,
  currencies: CurrencyTable,
): void {
  const { legCount } = record;
  const used = currenciesOf(record, from);
  sink.u8(used.length);
  for (const currency of used) sink.currency(currency, currencies);
  let before = 0;
  for (let i = from; i < legCount; i++) {
    const mark = legMark(record, i);
    const at = legAt(record, i);
    sink.varint((at - before) * 2 + (isFirstLeg(record, i) ? 1 : 0));
    before = at;
    sink.varint(record.legAmount(i));
    sink.u32(legHash(record, i));
    sink.u8((mark & 1) | (used.indexOf(currencyOf(record, i)) << 1));
    sink.u8(mark >>> MARK_COUNTERPARTY_SHIFT);
  }
}

/** Reads `count` legs into a record that has room for them. */
export function decodeLegs(
  source: ByteSource,
  record: AccountRecord,
  count: number,
  currencies: CurrencyTable,
): void {
  const used: number[] = [];
  for (let left = source.u8(); left > 0; left--) used.push(source.currency(currencies));
  const moment = newMoment();
  rebase(record, record.newest - RECENT_MS);
  let at = 0;
  for (let i = 0; i < count; i++) {
    const step = source.varint();
    at += Math.floor(step / 2);
    moment.at = at;
    const amountMinor = source.varint();
    const hash = source.u32();
    const mark = source.u8();
    const peer = source.u8();
    const currency = used[mark >>> 1]!;
    insertLeg(
      record,
      moment,
      amountMinor,
      hash,
      (mark & 1) | (currency << MARK_CURRENCY_SHIFT) | (peer << MARK_COUNTERPARTY_SHIFT),
      step % 2 === 1,
    );
  }
}

/** True where an amount among the legs from number `from` on needs more than 32 bits. */
export function hasWideLegs(record: AccountRecord, from: number): boolean {
  for (let i = from; i < record.legCount; i++) if (record.legAmount(i) >= TWO_32) return true;
  return false;
}

/** Numbers of the currencies of the legs, in the order of the legs. */
function currenciesOf(record: AccountRecord, from: number): number[] {
  const used: number[] = [];
  for (let i = from; i < record.legCount; i++) {
    const currency = currencyOf(record, i);
    if (!used.includes(currency)) used.push(currency);
  }
  return used;
}
