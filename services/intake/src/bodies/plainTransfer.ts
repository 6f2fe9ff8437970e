import {
  AMOUNT_MINOR_MAX,
  CHANNELS,
  CREDITOR_KINDS,
  INITIATIONS,
  INSTANT_MAX,
  keyHashOfBytes,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
} from '@sluice/domain';
import { BODY } from '@sluice/log-format';
import { AHEAD_MS_MAX, LENGTHS_MAX, SIGNAL_LENGTH_MAX, SIGNALS_MAX } from '../checks/limits';
import type { BodyBytes } from './bodyBytes';
import { hash53OfBytes } from './hash53OfBytes';
import { isPlainAccount } from './plainAccount';
import { isCurrencyAt } from './plainCurrency';
import { RecordCursor } from './recordCursor';

/** Magic byte and schema id, in front of the record. */
const HEADER_BYTES = 5;
/** transferId and the accounts, then the optional strings in the order of their presence bits from 9 on. */
const STRINGS = 16;
const FIRST_STRING_BIT = 9 - 3;
const SIGNALS_BIT = 22;
const UNKNOWN_STATUS = TRANSFER_STATUSES.indexOf('UNKNOWN');
const AMOUNT_MIN = -AMOUNT_MINOR_MAX;
const CURRENCY_BYTES = 3;

/**
 * The short way of a transfer into the log: from the bytes of a record in our own schema straight to the body of an entry,
 * with every check of `checkTransfer` on the way and no object in between. It takes plain records only, which are nearly all;
 * what it does not take has changed nothing and goes the long way (codec, `checkTransfer`, `writeTransferBody`), which
 * admits it with the same body or says what is wrong.
 */
export class PlainTransfer {
  private readonly cursor = new RecordCursor();
  private readonly starts = new Int32Array(STRINGS);
  private readonly ends = new Int32Array(STRINGS);
  private presence = 0;
  private numbersEnd = 0;
  private signals = 0;
  private signalsStart = 0;
  private signalsEnd = 0;

  constructor(private readonly into: BodyBytes) {}

  /** True where the record was taken and `into` is its body. `key` is the record's key, `appendedAt` its timestamp. */
  read(record: Buffer, key: Buffer | null, appendedAt: number): boolean {
    this.cursor.reset(record, HEADER_BYTES);
    this.presence = 0;
    this.numbersEnd = BODY.numbers;
    return this.readFields(appendedAt) && this.isKey(key) && this.finish();
  }

  // In the order of schemas/transfer.avsc.
  private readFields(appendedAt: number): boolean {
    const { cursor } = this;
    const { bytes, view } = this.into;
    const latest = Math.min(appendedAt + AHEAD_MS_MAX, INSTANT_MAX);
    this.text(0, LENGTHS_MAX.transferId);
    const status = cursor.symbol(TRANSFER_STATUSES.length);
    view.setFloat64(BODY.statusAt, cursor.long(0, latest), true);
    bytes[BODY.status] = status;
    bytes[BODY.kind] = cursor.symbol(TRANSFER_KINDS.length);
    bytes[BODY.initiation] = cursor.symbol(INITIATIONS.length);
    this.account(1);
    this.optionalText(3, LENGTHS_MAX.debtorInstitution);
    const debtorOwnership = cursor.symbol(OWNERSHIPS.length);
    this.account(2);
    this.optionalText(4, LENGTHS_MAX.creditorInstitution);
    const creditorOwnership = cursor.symbol(OWNERSHIPS.length);
    bytes[BODY.creditorKind] = cursor.symbol(CREDITOR_KINDS.length);
    view.setFloat64(BODY.amountMinor, cursor.long(1, AMOUNT_MINOR_MAX), true);
    this.currency();
    this.optionalNumber(0, 0, AMOUNT_MINOR_MAX);
    this.optionalNumber(1, 0, AMOUNT_MINOR_MAX);
    this.optionalCurrency(5);
    this.optionalNumber(2, 0, AMOUNT_MINOR_MAX);
    this.optionalCurrency(6);
    view.setFloat64(BODY.occurredAt, cursor.long(0, latest), true);
    this.optionalNumber(3, 0, INSTANT_MAX);
    this.optionalNumber(4, AMOUNT_MIN, AMOUNT_MINOR_MAX);
    bytes[BODY.channel] = cursor.symbol(CHANNELS.length);
    this.optionalText(7, LENGTHS_MAX.deviceId);
    this.optionalText(8, LENGTHS_MAX.ipAddress);
    this.optionalText(9, LENGTHS_MAX.country);
    this.optionalText(10, LENGTHS_MAX.location);
    this.sessionSignals();
    this.optionalNumber(5, 0, INSTANT_MAX);
    const nameMatch = cursor.symbol(NAME_MATCHES.length);
    const sameHolder = cursor.isPresent() ? 1 + this.boolean() : 0;
    this.optionalNumber(6, AMOUNT_MIN, AMOUNT_MINOR_MAX);
    this.optionalNumber(7, AMOUNT_MIN, AMOUNT_MINOR_MAX);
    this.optionalText(11, LENGTHS_MAX.batchId);
    this.optionalText(12, LENGTHS_MAX.relatesTo);
    this.optionalNumber(8, 0, INSTANT_MAX);
    this.optionalText(13, LENGTHS_MAX.endToEndId);
    this.optionalText(14, LENGTHS_MAX.purpose);
    this.optionalText(15, LENGTHS_MAX.remittance);
    bytes[BODY.sides] = debtorOwnership | (creditorOwnership << 2) | (nameMatch << 4) | (sameHolder << 6);
    return status !== UNKNOWN_STATUS && cursor.endsPlain;
  }

  private text(string: number, max: number): void {
    this.starts[string] = this.cursor.string(max);
    this.ends[string] = this.cursor.at;
  }

  private optionalText(string: number, max: number): void {
    if (!this.cursor.isPresent()) return;
    this.presence |= 1 << (FIRST_STRING_BIT + string);
    this.text(string, max);
  }

  private account(string: number): void {
    this.text(string, LENGTHS_MAX.account);
    if (!isPlainAccount(this.cursor.bytes, this.starts[string]!, this.ends[string]!)) this.cursor.fail();
  }

  private currency(): void {
    const { cursor } = this;
    const { bytes } = this.into;
    const start = cursor.string(CURRENCY_BYTES);
    if (!isCurrencyAt(cursor.bytes, start, cursor.at)) cursor.fail();
    bytes[BODY.currency] = cursor.bytes[start]!;
    bytes[BODY.currency + 1] = cursor.bytes[start + 1]!;
    bytes[BODY.currency + 2] = cursor.bytes[start + 2]!;
    bytes[BODY.currency + 3] = 0;
  }

  private optionalCurrency(string: number): void {
    const before = this.presence;
    this.optionalText(string, CURRENCY_BYTES);
    if (
      this.presence !== before &&
      !isCurrencyAt(this.cursor.bytes, this.starts[string]!, this.ends[string]!)
    )
      this.cursor.fail();
  }

  private optionalNumber(bit: number, min: number, max: number): void {
    if (!this.cursor.isPresent()) return;
    this.presence |= 1 << bit;
    this.into.view.setFloat64(this.numbersEnd, this.cursor.long(min, max), true);
    this.numbersEnd += 8;
  }

  private boolean(): number {
    const byte = this.cursor.byte();
    return byte <= 1 ? byte : this.cursor.fail();
  }

  /** One block of strings, or none. */
  private sessionSignals(): void {
    const { cursor } = this;
    this.signals = cursor.symbol(SIGNALS_MAX + 1);
    if (this.signals === 0) return;
    this.presence |= 1 << SIGNALS_BIT;
    this.signalsStart = cursor.at;
    for (let i = 0; i < this.signals; i++) cursor.string(SIGNAL_LENGTH_MAX);
    this.signalsEnd = cursor.at;
    if (cursor.byte() !== 0) cursor.fail();
  }

  private isKey(key: Buffer | null): boolean {
    const start = this.starts[0]!;
    const length = this.ends[0]! - start;
    if (key === null || length === 0 || key.length !== length) return false;
    const { bytes } = this.cursor;
    for (let i = 0; i < length; i++) {
      const byte = key[i]!;
      // What a hash of characters and one of bytes agree on.
      if (byte !== bytes[start + i] || byte >= 0x80) return false;
    }
    return true;
  }

  private finish(): boolean {
    const { view } = this.into;
    const { bytes } = this.cursor;
    const debtor = this.starts[1]!;
    const debtorEnd = this.ends[1]!;
    const creditor = this.starts[2]!;
    const creditorEnd = this.ends[2]!;
    const debtorHash = hash53OfBytes(bytes, debtor, debtorEnd);
    const creditorHash = hash53OfBytes(bytes, creditor, creditorEnd);
    if (debtorHash === creditorHash) return false;
    view.setUint32(BODY.presence, this.presence, true);
    view.setUint32(BODY.debtorKeyHash, keyHashOfBytes(bytes, debtor, debtorEnd), true);
    view.setUint32(BODY.creditorKeyHash, keyHashOfBytes(bytes, creditor, creditorEnd), true);
    view.setFloat64(BODY.transferHash, hash53OfBytes(bytes, this.starts[0]!, this.ends[0]!), true);
    view.setFloat64(BODY.debtorHash, debtorHash, true);
    view.setFloat64(BODY.creditorHash, creditorHash, true);
    let to = this.numbersEnd;
    for (let string = 0; string < STRINGS; string++) {
      if (string < 3 || ((this.presence >>> (FIRST_STRING_BIT + string)) & 1) === 1)
        to = this.copyText(this.starts[string]!, this.ends[string]!, to);
    }
    if (this.signals > 0) to = this.copySignals(to);
    this.into.length = to;
    return this.cursor.isPlain;
  }

  /** As Avro writes it: zigzag length, bytes. Returns where it ends. */
  private copyText(start: number, end: number, at: number): number {
    const { bytes, view } = this.into;
    const length = end - start;
    let to = at;
    if (length < 64) bytes[to++] = length * 2;
    else {
      bytes[to++] = ((length * 2) & 0x7f) | 0x80;
      bytes[to++] = (length * 2) >>> 7;
    }
    this.cursor.copy(start, end, view, to);
    return to + length;
  }

  private copySignals(at: number): number {
    const { cursor } = this;
    this.into.bytes[at] = this.signals;
    let to = at + 1;
    const end = cursor.at;
    cursor.at = this.signalsStart;
    while (cursor.at < this.signalsEnd) {
      const start = cursor.string(SIGNAL_LENGTH_MAX);
      to = this.copyText(start, cursor.at, to);
    }
    cursor.at = end;
    return to;
  }
}
