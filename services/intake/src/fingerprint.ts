import type { Transfer } from '@sluice/domain';

/** Keyed 64-bit fingerprint of an id as two 32-bit halves; nobody without the key can make two ids collide on purpose. */
export interface Fingerprint {
  lo: number;
  hi: number;
}

/** Fingerprints ids under a key of two 32-bit words; writes into `into` and returns it. */
export function fingerprintId(id: string, keyLo: number, keyHi: number, into: Fingerprint): Fingerprint {
  let a = keyLo ^ 0x9e3779b9;
  let b = keyHi ^ 0x85ebca6b;
  for (let i = 0; i < id.length; i++) {
    const unit = id.charCodeAt(i);
    a = Math.imul(a ^ unit, 0xcc9e2d51);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b + unit, 0x1b873593);
    b ^= (a >>> 7) ^ keyHi;
    b = (b << 17) | (b >>> 15);
  }
  into.lo = mix(a ^ Math.imul(b, 0x27d4eb2f) ^ id.length) >>> 0;
  into.hi = mix(b ^ Math.imul(a, 0x165667b1) ^ keyLo) >>> 0;
  return into;
}

/**
 * A 32-bit check of everything that may not differ between the statuses of one transfer: all fields but status,
 * statusAt, bookedAt, bookingSequence, settledMinor and the balances.
 */
export function contentCheck(transfer: Transfer): number {
  let h = 0x811c9dc5;
  h = text(h, transfer.kind);
  h = text(h, transfer.initiation);
  h = text(h, transfer.debtorAccount);
  h = text(h, transfer.debtorInstitution);
  h = text(h, transfer.debtorOwnership);
  h = text(h, transfer.creditorAccount);
  h = text(h, transfer.creditorInstitution);
  h = text(h, transfer.creditorOwnership);
  h = text(h, transfer.creditorKind);
  h = integer(h, transfer.amountMinor);
  h = text(h, transfer.currency);
  h = integer(h, transfer.debtorAmountMinor);
  h = text(h, transfer.debtorCurrency);
  h = integer(h, transfer.creditorAmountMinor);
  h = text(h, transfer.creditorCurrency);
  h = integer(h, transfer.occurredAt);
  h = text(h, transfer.channel);
  h = text(h, transfer.deviceId);
  h = text(h, transfer.ipAddress);
  h = text(h, transfer.country);
  h = text(h, transfer.location);
  for (const signal of transfer.sessionSignals) h = text(h, signal);
  h = integer(h, transfer.payeeAddedAt);
  h = text(h, transfer.payeeNameMatch);
  h = integer(h, transfer.sameHolder === null ? null : Number(transfer.sameHolder));
  h = text(h, transfer.batchId);
  h = text(h, transfer.relatesTo);
  h = integer(h, transfer.decideBy);
  h = text(h, transfer.endToEndId);
  h = text(h, transfer.purpose);
  h = text(h, transfer.remittance);
  return mix(h) >>> 0;
}

function text(hash: number, value: string | null): number {
  if (value === null) return Math.imul(hash ^ 0xff, 0x01000193);
  let h = Math.imul(hash ^ value.length, 0x01000193);
  for (let i = 0; i < value.length; i++) h = Math.imul(h ^ value.charCodeAt(i), 0x01000193);
  return h ^ (h >>> 15);
}

function integer(hash: number, value: number | null): number {
  if (value === null) return Math.imul(hash ^ 0xfe, 0x01000193);
  const high = Math.floor(value / 0x100000000);
  const h = Math.imul(hash ^ value, 0x5bd1e995);
  return Math.imul((h ^ (h >>> 13)) + high, 0x01000193);
}

function mix(value: number): number {
  let h = value;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
