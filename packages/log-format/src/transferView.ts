import {
  CHANNELS,
  type Channel,
  CREDITOR_KINDS,
  type CreditorKind,
  INITIATIONS,
  type Initiation,
  NAME_MATCHES,
  type NameMatch,
  OWNERSHIPS,
  type Ownership,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  type Transfer,
  type TransferKind,
  type TransferStatus,
} from '@sluice/domain';
import { type ByteReader, FrameFormatError } from './byteReader';
import { currencyOf } from './currencies';
import { BODY, FIRST_STRING_BIT, OPTIONAL_NUMBERS, OPTIONAL_STRINGS, SIGNALS_BIT } from './transferBody';

const NUMBERS_MASK = (1 << OPTIONAL_NUMBERS.length) - 1;
const STRINGS_MASK = ((1 << OPTIONAL_STRINGS.length) - 1) << FIRST_STRING_BIT;
const NO_SIGNALS: readonly string[] = Object.freeze([]);
const CASH_PREFIX = [0x43, 0x41, 0x53, 0x48, 0x3a] as const; // "CASH:"

/**
 * A transfer as it lies in an entry's body: every field is read when it is asked for, so that a step pays for what its
 * rules read and for nothing else. It speaks of the entry it was last pointed at: whoever keeps a field copies it. The
 * hashes that the writer stored stand beside the fields, so that nothing is hashed twice.
 */
export class TransferView implements Transfer {
  /** The bytes of the frame; the account ids lie in them as UTF-8 at the places below. */
  bytes: Buffer = Buffer.alloc(0);
  private data: DataView<ArrayBufferLike> = new DataView(new ArrayBuffer(0));
  private start = 0;
  private end = 0;
  private presence = 0;
  transferIdStart = 0;
  transferIdEnd = 0;
  debtorStart = 0;
  debtorEnd = 0;
  creditorStart = 0;
  creditorEnd = 0;
  private stringEnd = 0;
  private next = 0;

  /** Points at the body that begins where the reader stands and takes up the rest of it. */
  reset(reader: ByteReader): this {
    const { bytes, position, end } = reader;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.start = position;
    this.end = end;
    if (position + BODY.numbers > end) throw new FrameFormatError(`transfer body of ${end - position} bytes`);
    this.presence = this.data.getUint32(position, true);
    let at = position + BODY.numbers + 8 * bitCount(this.presence & NUMBERS_MASK);
    at = this.stringAt(at);
    this.transferIdStart = at;
    at = this.transferIdEnd = this.stringEnd;
    at = this.stringAt(at);
    this.debtorStart = at;
    at = this.debtorEnd = this.stringEnd;
    at = this.stringAt(at);
    this.creditorStart = at;
    this.creditorEnd = this.stringEnd;
    return this;
  }

  /** Where the body begins and ends in `bytes`, for a copy of the whole. */
  get bodyStart(): number {
    return this.start;
  }

  get bodyEnd(): number {
    return this.end;
  }

  get transferId(): string {
    return this.text(this.transferIdStart, this.transferIdEnd);
  }

  get debtorAccount(): string {
    return this.text(this.debtorStart, this.debtorEnd);
  }

  get creditorAccount(): string {
    return this.text(this.creditorStart, this.creditorEnd);
  }

  /** `keyHash` of the account: with the partition count it names the partition that owns it. */
  get debtorKeyHash(): number {
    return this.data.getUint32(this.start + BODY.debtorKeyHash, true);
  }

  get creditorKeyHash(): number {
    return this.data.getUint32(this.start + BODY.creditorKeyHash, true);
  }

  /** `hash53` of the transferId. */
  get transferHash(): number {
    return this.data.getFloat64(this.start + BODY.transferHash, true);
  }

  /** `hash53` of the account. */
  get debtorHash(): number {
    return this.data.getFloat64(this.start + BODY.debtorHash, true);
  }

  get creditorHash(): number {
    return this.data.getFloat64(this.start + BODY.creditorHash, true);
  }

  get debtorIsCash(): boolean {
    return this.isCash(this.debtorStart, this.debtorEnd);
  }

  get creditorIsCash(): boolean {
    return this.isCash(this.creditorStart, this.creditorEnd);
  }

  /** Whether there is a `deviceId`, without decoding it. */
  get hasDeviceId(): boolean {
    return this.hasString(4);
  }

  /** Whether there is an `ipAddress`, without decoding it. */
  get hasIpAddress(): boolean {
    return this.hasString(5);
  }

  get status(): TransferStatus {
    return symbol(TRANSFER_STATUSES, this.byte(BODY.status));
  }

  get kind(): TransferKind {
    return symbol(TRANSFER_KINDS, this.byte(BODY.kind));
  }

  get initiation(): Initiation {
    return symbol(INITIATIONS, this.byte(BODY.initiation));
  }

  get channel(): Channel {
    return symbol(CHANNELS, this.byte(BODY.channel));
  }

  get creditorKind(): CreditorKind {
    return symbol(CREDITOR_KINDS, this.byte(BODY.creditorKind));
  }

  get debtorOwnership(): Ownership {
    return symbol(OWNERSHIPS, this.byte(BODY.sides) & 3);
  }

  get creditorOwnership(): Ownership {
    return symbol(OWNERSHIPS, (this.byte(BODY.sides) >>> 2) & 3);
  }

  get payeeNameMatch(): NameMatch {
    return symbol(NAME_MATCHES, (this.byte(BODY.sides) >>> 4) & 3);
  }

  get sameHolder(): boolean | null {
    const code = this.byte(BODY.sides) >>> 6;
    return code === 0 ? null : code === 2;
  }

  get currency(): string {
    return currencyOf(this.bytes, this.start + BODY.currency);
  }

  get amountMinor(): number {
    return this.data.getFloat64(this.start + BODY.amountMinor, true);
  }

  get occurredAt(): number {
    return this.data.getFloat64(this.start + BODY.occurredAt, true);
  }

  get statusAt(): number {
    return this.data.getFloat64(this.start + BODY.statusAt, true);
  }

  get settledMinor(): number | null {
    return this.number(0);
  }

  get debtorAmountMinor(): number | null {
    return this.number(1);
  }

  get creditorAmountMinor(): number | null {
    return this.number(2);
  }

  get bookedAt(): number | null {
    return this.number(3);
  }

  get bookingSequence(): number | null {
    return this.number(4);
  }

  get payeeAddedAt(): number | null {
    return this.number(5);
  }

  get debtorBalanceMinor(): number | null {
    return this.number(6);
  }

  get creditorBalanceMinor(): number | null {
    return this.number(7);
  }

  get decideBy(): number | null {
    return this.number(8);
  }

  get debtorInstitution(): string | null {
    return this.string(0);
  }

  get creditorInstitution(): string | null {
    return this.string(1);
  }

  get debtorCurrency(): string | null {
    return this.string(2);
  }

  get creditorCurrency(): string | null {
    return this.string(3);
  }

  get deviceId(): string | null {
    return this.string(4);
  }

  get ipAddress(): string | null {
    return this.string(5);
  }

  get country(): string | null {
    return this.string(6);
  }

  get location(): string | null {
    return this.string(7);
  }

  get batchId(): string | null {
    return this.string(8);
  }

  get relatesTo(): string | null {
    return this.string(9);
  }

  get endToEndId(): string | null {
    return this.string(10);
  }

  get purpose(): string | null {
    return this.string(11);
  }

  get remittance(): string | null {
    return this.string(12);
  }

  get sessionSignals(): readonly string[] {
    if (((this.presence >>> SIGNALS_BIT) & 1) === 0) return NO_SIGNALS;
    const count = this.varintAt(this.skipStrings(bitCount(this.presence & STRINGS_MASK)));
    let at = this.next;
    const signals: string[] = [];
    for (let i = 0; i < count; i++) {
      const from = this.stringAt(at);
      at = this.stringEnd;
      signals.push(this.text(from, at));
    }
    return signals;
  }

  private byte(place: number): number {
    return this.bytes[this.start + place]!;
  }

  private number(bit: number): number | null {
    const { presence } = this;
    if (((presence >>> bit) & 1) === 0) return null;
    const before = presence & ((1 << bit) - 1);
    return this.data.getFloat64(this.start + BODY.numbers + (before === 0 ? 0 : 8 * bitCount(before)), true);
  }

  private hasString(index: number): boolean {
    return ((this.presence >>> (FIRST_STRING_BIT + index)) & 1) !== 0;
  }

  private string(index: number): string | null {
    const bit = FIRST_STRING_BIT + index;
    const { presence } = this;
    if (((presence >>> bit) & 1) === 0) return null;
    const from = this.stringAt(this.skipStrings(bitCount(presence & STRINGS_MASK & ((1 << bit) - 1))));
    return this.text(from, this.stringEnd);
  }

  /** Place after the first `count` optional strings. */
  private skipStrings(count: number): number {
    let at = this.creditorEnd;
    for (let i = 0; i < count; i++) {
      this.stringAt(at);
      at = this.stringEnd;
    }
    return at;
  }

  /** First byte of the string whose length stands at `at`; leaves its end in `stringEnd`. */
  private stringAt(at: number): number {
    const length = this.varintAt(at) / 2;
    this.stringEnd = this.next + length;
    if (!(this.stringEnd <= this.end))
      throw new FrameFormatError(`string at byte ${at} goes past ${this.end}`);
    return this.next;
  }

  /** The varint at `at`; leaves the place after it in `next`. */
  private varintAt(at: number): number {
    const { bytes } = this;
    let value = bytes[at]!;
    let next = at + 1;
    if (value > 0x7f) {
      value &= 0x7f;
      let byte = 0x80;
      for (let scale = 0x80; byte > 0x7f && next < this.end; scale *= 0x80) {
        byte = bytes[next++]!;
        value += (byte & 0x7f) * scale;
      }
    }
    this.next = next;
    return value;
  }

  private text(from: number, to: number): string {
    return this.bytes.utf8Slice(from, to);
  }

  private isCash(from: number, to: number): boolean {
    if (to - from < CASH_PREFIX.length || this.bytes[from] !== CASH_PREFIX[0]) return false;
    for (let i = 1; i < CASH_PREFIX.length; i++) if (this.bytes[from + i] !== CASH_PREFIX[i]) return false;
    return true;
  }
}

function symbol<T extends string>(symbols: readonly T[], code: number): T {
  const found = symbols[code];
  if (found === undefined) throw new FrameFormatError(`code ${code} is none of ${symbols.join(', ')}`);
  return found;
}

function bitCount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24) & 0x3f;
}

declare global {
  interface Buffer {
    // Node's unchecked reader: present since Node 0.x, absent from its published types.
    utf8Slice(start: number, end: number): string;
  }
}
