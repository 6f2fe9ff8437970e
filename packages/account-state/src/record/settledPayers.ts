import { SETTLED_AFTER_DAYS, SETTLED_WITHIN_DAYS } from '../limits';
import type { AccountRecord } from './accountRecord';
import { settledForgotten } from './forgotten';
import { H_SETTLED, PEER_WORDS } from './layout';

/** Day (UTC day + 1) that the number of settled payers is known for, 0 where it is not known. */
export function settledDay(record: AccountRecord): number {
  return record.words[record.h + H_SETTLED]! & 0xffff;
}

/** True where counterparty `i` is a settled payer on `day` (UTC day + 1). */
export function isSettled(record: AccountRecord, i: number, day: number): boolean {
  const at = record.peerFacts + i * PEER_WORDS;
  const days = record.words[at]!;
  const first = days & 0xffff;
  return (
    first !== 0 &&
    first <= day - SETTLED_AFTER_DAYS &&
    days >>> 16 >= day - SETTLED_WITHIN_DAYS &&
    (record.words[at + 1]! & 0xff00) !== 0
  );
}

export function addToSettled(record: AccountRecord, change: number): void {
  const word = record.h + H_SETTLED;
  record.words[word] = record.words[word]! + change * 0x10000;
}

/** To be called where the number may change in another way than by `addToSettled`. */
export function forgetSettled(record: AccountRecord): void {
  record.words[record.h + H_SETTLED] = 0;
}

/** Settled payers on `day` (UTC day + 1), counted once a day and kept up to date: all counterparties are not looked at each time. */
export function settledPayers(record: AccountRecord, day: number): number {
  const word = record.h + H_SETTLED;
  const known = record.words[word]!;
  if ((known & 0xffff) === day) return known >>> 16;
  let settled = 0;
  for (let i = 0; i < record.peerCount; i++) if (isSettled(record, i, day)) settled += 1;
  settled += settledForgotten(record, day);
  record.words[word] = day | (settled << 16);
  return settled;
}
