import {
  CHANNELS,
  CREDITOR_KINDS,
  hash53,
  INITIATIONS,
  keyHash,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  type Transfer,
} from '@sluice/domain';
import type { ByteReader } from './byteReader';
import { FrameFormatError } from './byteReader';
import type { ByteWriter } from './byteWriter';

/**
 * The body of DEBIT, CREDIT, STATUS and HISTORY: every field of a transfer, so that the log alone rebuilds windows and
 * ledger. A fixed block with what the fold reads of every entry, then the optional numbers that are present, then the
 * strings in Avro form.
 *
 * offset 0 u32 presence bits · 4 status · 5 kind · 6 initiation · 7 channel · 8 ownerships, name match, same holder ·
 * 9 creditor kind · 10 currency (3 ASCII) · 13 zero · 14 u32 debtor key hash · 18 u32 creditor key hash ·
 * 22 f64 transfer hash · 30 f64 debtor hash · 38 f64 creditor hash · 46 f64 amountMinor · 54 f64 occurredAt ·
 * 62 f64 statusAt · 70 optional numbers · strings.
 */
export const BODY = {
  presence: 0,
  status: 4,
  kind: 5,
  initiation: 6,
  channel: 7,
  sides: 8,
  creditorKind: 9,
  currency: 10,
  debtorKeyHash: 14,
  creditorKeyHash: 18,
  transferHash: 22,
  debtorHash: 30,
  creditorHash: 38,
  amountMinor: 46,
  occurredAt: 54,
  statusAt: 62,
  numbers: 70,
} as const;

/** Optional numbers in the order of their presence bits 0 to 8. */
export const OPTIONAL_NUMBERS = [
  'settledMinor',
  'debtorAmountMinor',
  'creditorAmountMinor',
  'bookedAt',
  'bookingSequence',
  'payeeAddedAt',
  'debtorBalanceMinor',
  'creditorBalanceMinor',
  'decideBy',
] as const;

/** Optional strings in the order of their presence bits 9 to 21. */
export const OPTIONAL_STRINGS = [
  'debtorInstitution',
  'creditorInstitution',
  'debtorCurrency',
  'creditorCurrency',
  'deviceId',
  'ipAddress',
  'country',
  'location',
  'batchId',
  'relatesTo',
  'endToEndId',
  'purpose',
  'remittance',
] as const;

export const FIRST_STRING_BIT = OPTIONAL_NUMBERS.length;
export const SIGNALS_BIT = FIRST_STRING_BIT + OPTIONAL_STRINGS.length;

/** Appends the body of a transfer. */
export function writeTransferBody(writer: ByteWriter, transfer: Transfer): void {
  let presence = 0;
  for (let i = 0; i < OPTIONAL_NUMBERS.length; i++)
    if (transfer[OPTIONAL_NUMBERS[i]!] !== null) presence |= 1 << i;
  for (let i = 0; i < OPTIONAL_STRINGS.length; i++) {
    if (transfer[OPTIONAL_STRINGS[i]!] !== null) presence |= 1 << (FIRST_STRING_BIT + i);
  }
  if (transfer.sessionSignals.length > 0) presence |= 1 << SIGNALS_BIT;

  writer.u32(presence);
  writer.u8(TRANSFER_STATUSES.indexOf(transfer.status));
  writer.u8(TRANSFER_KINDS.indexOf(transfer.kind));
  writer.u8(INITIATIONS.indexOf(transfer.initiation));
  writer.u8(CHANNELS.indexOf(transfer.channel));
  const sameHolder = transfer.sameHolder === null ? 0 : transfer.sameHolder ? 2 : 1;
  writer.u8(
    OWNERSHIPS.indexOf(transfer.debtorOwnership) |
      (OWNERSHIPS.indexOf(transfer.creditorOwnership) << 2) |
      (NAME_MATCHES.indexOf(transfer.payeeNameMatch) << 4) |
      (sameHolder << 6),
  );
  writer.u8(CREDITOR_KINDS.indexOf(transfer.creditorKind));
  for (let i = 0; i < 3; i++) writer.u8(transfer.currency.charCodeAt(i));
  writer.u8(0);
  writer.u32(keyHash(transfer.debtorAccount));
  writer.u32(keyHash(transfer.creditorAccount));
  writer.f64(hash53(transfer.transferId));
  writer.f64(hash53(transfer.debtorAccount));
  writer.f64(hash53(transfer.creditorAccount));
  writer.f64(transfer.amountMinor);
  writer.f64(transfer.occurredAt);
  writer.f64(transfer.statusAt);
  for (const name of OPTIONAL_NUMBERS) {
    const value = transfer[name];
    if (value !== null) writer.f64(value);
  }
  writer.string(transfer.transferId);
  writer.string(transfer.debtorAccount);
  writer.string(transfer.creditorAccount);
  for (const name of OPTIONAL_STRINGS) {
    const value = transfer[name];
    if (value !== null) writer.string(value);
  }
  if (transfer.sessionSignals.length > 0) {
    writer.varint(transfer.sessionSignals.length);
    for (const signal of transfer.sessionSignals) writer.string(signal);
  }
}

/** Reads a whole body into a transfer. Throws FrameFormatError on bytes that this version does not write. */
export function readTransferBody(reader: ByteReader): Transfer {
  const presence = reader.u32();
  const status = symbol(TRANSFER_STATUSES, reader.u8());
  const kind = symbol(TRANSFER_KINDS, reader.u8());
  const initiation = symbol(INITIATIONS, reader.u8());
  const channel = symbol(CHANNELS, reader.u8());
  const sides = reader.u8();
  const creditorKind = symbol(CREDITOR_KINDS, reader.u8());
  const currency = String.fromCharCode(reader.u8(), reader.u8(), reader.u8());
  reader.skip(BODY.amountMinor - BODY.currency - 3);
  const amountMinor = reader.f64();
  const occurredAt = reader.f64();
  const statusAt = reader.f64();
  const number = (bit: number): number | null => ((presence >>> bit) & 1 ? reader.f64() : null);
  const settledMinor = number(0);
  const debtorAmountMinor = number(1);
  const creditorAmountMinor = number(2);
  const bookedAt = number(3);
  const bookingSequence = number(4);
  const payeeAddedAt = number(5);
  const debtorBalanceMinor = number(6);
  const creditorBalanceMinor = number(7);
  const decideBy = number(8);
  const transferId = reader.string();
  const debtorAccount = reader.string();
  const creditorAccount = reader.string();
  const text = (index: number): string | null =>
    (presence >>> (FIRST_STRING_BIT + index)) & 1 ? reader.string() : null;
  const debtorInstitution = text(0);
  const creditorInstitution = text(1);
  const debtorCurrency = text(2);
  const creditorCurrency = text(3);
  const deviceId = text(4);
  const ipAddress = text(5);
  const country = text(6);
  const location = text(7);
  const batchId = text(8);
  const relatesTo = text(9);
  const endToEndId = text(10);
  const purpose = text(11);
  const remittance = text(12);
  const sessionSignals: string[] = [];
  if ((presence >>> SIGNALS_BIT) & 1) {
    const count = reader.varint();
    for (let i = 0; i < count; i++) sessionSignals.push(reader.string());
  }
  const sameHolder = sides >>> 6;
  return {
    transferId,
    status,
    statusAt,
    kind,
    initiation,
    debtorAccount,
    debtorInstitution,
    debtorOwnership: symbol(OWNERSHIPS, sides & 3),
    creditorAccount,
    creditorInstitution,
    creditorOwnership: symbol(OWNERSHIPS, (sides >>> 2) & 3),
    creditorKind,
    amountMinor,
    currency,
    settledMinor,
    debtorAmountMinor,
    debtorCurrency,
    creditorAmountMinor,
    creditorCurrency,
    occurredAt,
    bookedAt,
    bookingSequence,
    channel,
    deviceId,
    ipAddress,
    country,
    location,
    sessionSignals,
    payeeAddedAt,
    payeeNameMatch: symbol(NAME_MATCHES, (sides >>> 4) & 3),
    sameHolder: sameHolder === 0 ? null : sameHolder === 2,
    debtorBalanceMinor,
    creditorBalanceMinor,
    batchId,
    relatesTo,
    decideBy,
    endToEndId,
    purpose,
    remittance,
  };
}

function symbol<T extends string>(symbols: readonly T[], code: number): T {
  const found = symbols[code];
  if (found === undefined) throw new FrameFormatError(`code ${code} is none of ${symbols.join(', ')}`);
  return found;
}
