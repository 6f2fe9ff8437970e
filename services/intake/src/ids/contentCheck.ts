import { BODY } from '@sluice/log-format';
import type { BodyBytes } from '../bodies/bodyBytes';
import { mix } from './fingerprint';

/** Presence bits of the optional numbers, in the order in which they stand (log-format, `OPTIONAL_NUMBERS`). */
const NUMBER_BITS = 9;
/** settledMinor, bookedAt, bookingSequence and the balances: they come with a later status. */
const CHANGING = (1 << 0) | (1 << 3) | (1 << 4) | (1 << 6) | (1 << 7);

/** Where the strings of a body begin, transferId first. */
export function stringsStart(view: DataView): number {
  let rest = view.getUint32(BODY.presence, true) & ((1 << NUMBER_BITS) - 1);
  let at = BODY.numbers as number;
  for (; rest !== 0; rest &= rest - 1) at += 8;
  return at;
}

/**
 * A 32-bit check of everything that may not differ between the statuses of one transfer: all fields but status,
 * statusAt, bookedAt, bookingSequence, settledMinor and the balances. `strings` is where the strings begin.
 */
export function contentCheck(
  { bytes, view, length }: Pick<BodyBytes, 'bytes' | 'view' | 'length'>,
  strings: number,
): number {
  const presence = view.getUint32(BODY.presence, true);
  let h = 0x811c9dc5 ^ (presence & ~CHANGING);
  h = step(h, view.getUint32(BODY.kind, true));
  h = step(h, view.getUint32(BODY.creditorKind, true));
  h = step(h, view.getUint32(BODY.amountMinor, true));
  h = step(h, view.getUint32(BODY.amountMinor + 4, true));
  h = step(h, view.getUint32(BODY.occurredAt, true));
  h = step(h, view.getUint32(BODY.occurredAt + 4, true));
  let at = BODY.numbers as number;
  for (let bit = 0; bit < NUMBER_BITS; bit++) {
    if (((presence >>> bit) & 1) === 0) continue;
    if (((CHANGING >>> bit) & 1) === 0) {
      h = step(h, view.getUint32(at, true));
      h = step(h, view.getUint32(at + 4, true));
    }
    at += 8;
  }
  const words = strings + ((length - strings) & ~3);
  for (at = strings; at < words; at += 4) h = step(h, view.getUint32(at, true));
  for (; at < length; at++) h = step(h, bytes[at]!);
  return mix(h ^ (length - strings)) >>> 0;
}

function step(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x5bd1e995);
  return h ^ (h >>> 15);
}
