import { ACCOUNT_KINDS, type Account, type AccountKind, HOLDER_KINDS, type HolderKind } from '@sluice/domain';
import type { AccountKey } from '../memory/accountKey';
import type { AccountRecord } from './accountRecord';
import { H_SHAPE, NAMES_WORDS_MAX, SHAPE_MASTER } from './layout';

const TWO_32 = 4_294_967_296;
/** Opening dates reach from 1830 to 2109; an earlier or later one is taken for the first or last of these. */
const OPENED_OFFSET = 2 ** 42;
const OPENED_MAX = 2 ** 43 - 1;
/**
 * Two words: openedAt + OPENED_OFFSET, low word; then its rest in bits 0-10, kind 11-13, holder kind 14-15, verified 16,
 * birth year 17-24.
 */
const MASTER_BYTES = 8;
const VERIFIED = 1 << 16;
/** Birth years from 1861 to 2115 are kept; others are unknown. */
const BIRTH_YEAR_BASE = 1860;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The strings of an account's master data. */
export interface MasterNames {
  readonly protection: string | null;
  readonly phone: string | null;
  readonly holderIds: readonly string[];
}

const NO_NAMES: MasterNames = { protection: null, phone: null, holderIds: [] };

export function hasMaster(record: AccountRecord): boolean {
  return (record.words[record.h + H_SHAPE]! & SHAPE_MASTER) !== 0;
}

/** Puts the id in front of the names; the record has no master data then. */
export function putId(record: AccountRecord, key: AccountKey): void {
  const { bytes, start, length } = key;
  const words = (length + 3) >>> 2;
  record.words[record.h + H_SHAPE] = (record.words[record.h + H_SHAPE]! & ~0xff) | length;
  setNamesRoom(record, words);
  for (let i = 0; i < words * 4; i++) record.bytes[record.names + i] = i < length ? bytes[start + i]! : 0;
}

/** Keeps what features need of master data behind the id: two words, then strings. */
export function putMaster(record: AccountRecord, account: Account): void {
  const opened = Math.min(Math.max(account.openedAt + OPENED_OFFSET, 0), OPENED_MAX);
  const born = (account.birthYear ?? 0) - BIRTH_YEAR_BASE;
  const strings = encodeStrings(account);
  const bytes = new Uint8Array(MASTER_BYTES + strings.length);
  bytes.set(strings, MASTER_BYTES);
  putNames(record, bytes);
  const at = masterAt(record);
  record.words[at] = opened;
  record.words[at + 1] =
    Math.floor(opened / TWO_32) |
    (ACCOUNT_KINDS.indexOf(account.kind) << 11) |
    (HOLDER_KINDS.indexOf(account.holderKind) << 14) |
    (account.identityVerified ? VERIFIED : 0) |
    ((born > 0 && born < 256 ? born : 0) << 17);
  record.words[record.h + H_SHAPE] = record.words[record.h + H_SHAPE]! | SHAPE_MASTER;
}

export function clearMaster(record: AccountRecord): void {
  if (!hasMaster(record)) return;
  putNames(record, new Uint8Array(0));
  record.words[record.h + H_SHAPE] = record.words[record.h + H_SHAPE]! & ~SHAPE_MASTER;
}

export function openedAt(record: AccountRecord): number {
  const at = masterAt(record);
  return record.words[at]! + (record.words[at + 1]! & 0x7ff) * TWO_32 - OPENED_OFFSET;
}

export function kindOf(record: AccountRecord): AccountKind {
  return ACCOUNT_KINDS[(record.words[masterAt(record) + 1]! >>> 11) & 7]!;
}

export function holderKindOf(record: AccountRecord): HolderKind {
  return HOLDER_KINDS[(record.words[masterAt(record) + 1]! >>> 14) & 3]!;
}

export function isVerified(record: AccountRecord): boolean {
  return (record.words[masterAt(record) + 1]! & VERIFIED) !== 0;
}

export function birthYearOf(record: AccountRecord): number {
  const born = (record.words[masterAt(record) + 1]! >>> 17) & 0xff;
  return born === 0 ? 0 : born + BIRTH_YEAR_BASE;
}

export function idOf(record: AccountRecord): string {
  return text(record.bytes, record.names, record.idLength);
}

/** Decodes the strings of the master data; on demand, because few rules ask. */
export function namesOf(record: AccountRecord): MasterNames {
  if (!hasMaster(record)) return NO_NAMES;
  const strings: string[] = [];
  const { bytes } = record;
  let at = record.names + ((record.idLength + 3) & ~3) + MASTER_BYTES;
  const flags = bytes[at]!;
  const count = bytes[at + 1]! | (bytes[at + 2]! << 8);
  at += 3;
  for (let i = 0; i < count; i++) {
    const length = bytes[at]! | (bytes[at + 1]! << 8);
    strings.push(text(bytes, at + 2, length));
    at += 2 + length;
  }
  const protection = (flags & 1) !== 0 ? strings.shift()! : null;
  const phone = (flags & 2) !== 0 ? strings.shift()! : null;
  return { protection, phone, holderIds: strings };
}

/** Where the two words of master data lie, in `words`; only where there are any. */
function masterAt(record: AccountRecord): number {
  return (record.names >>> 2) + ((record.idLength + 3) >>> 2);
}

function setNamesRoom(record: AccountRecord, words: number): void {
  const room = record.room();
  room.namesWords = words;
  record.resize(room);
}

/** The bytes behind the id, for a snapshot. */
export function nameBytes(record: AccountRecord): Uint8Array {
  const start = record.names + ((record.idLength + 3) & ~3);
  return record.bytes.subarray(start, record.names + record.namesWords * 4);
}

/** Puts encoded names behind the id. */
export function putNames(record: AccountRecord, names: Uint8Array): void {
  const idWords = (record.idLength + 3) >>> 2;
  const words = idWords + ((names.length + 3) >>> 2);
  if (words > NAMES_WORDS_MAX) throw new RangeError('the names of an account have at most 64 KiB');
  if (words !== record.namesWords) setNamesRoom(record, words);
  const start = record.names + idWords * 4;
  for (let i = 0; i < (words - idWords) * 4; i++) record.bytes[start + i] = names[i] ?? 0;
}

// Flags (1 protection, 2 phone), number of strings, then each with its length; numbers in 16 bits, low byte first.
function encodeStrings(account: Account): Uint8Array {
  const strings = [account.protection, account.phone, ...account.holderIds]
    .filter((name) => name !== null)
    .map((name) => encoder.encode(name));
  const flags = (account.protection === null ? 0 : 1) | (account.phone === null ? 0 : 2);
  const bytes = new Uint8Array(strings.reduce((length, string) => length + 2 + string.length, 3));
  bytes.set([flags, strings.length & 0xff, strings.length >>> 8]);
  let at = 3;
  for (const string of strings) {
    bytes.set([string.length & 0xff, string.length >>> 8], at);
    bytes.set(string, at + 2);
    at += 2 + string.length;
  }
  return bytes;
}

function text(bytes: Uint8Array, start: number, length: number): string {
  return decoder.decode(bytes.subarray(start, start + length));
}
