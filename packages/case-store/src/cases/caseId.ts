import { createHash } from 'node:crypto';

// Crockford's base 32: no I, L, O, U, so that an id can be read out over the telephone.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Id of an account's n-th case: `C-` and ten digits in two groups. Fixed by account and ordinal alone, so that the case
 * has the same id whichever of its alerts was read first. 50 bits of SHA-256: among a million cases two share an id with
 * a chance of 1 in 2,000, and then the database refuses the second.
 */
export function alertCaseId(accountId: string, ordinal: number): string {
  return `C-${digest(`ALERT:${ordinal}:${accountId}`)}`;
}

/** Id of the recovery case of a report, which is known everywhere by the report's id. */
export function recoveryCaseId(reportId: string): string {
  return `R-${digest(`RECOVERY:${reportId}`)}`;
}

function digest(text: string): string {
  const hash = createHash('sha256').update(text, 'utf8').digest();
  let value = hash.readBigUInt64BE(0) >> 14n;
  let digits = '';
  for (let i = 0; i < 10; i++) {
    digits = DIGITS[Number(value & 31n)] + digits;
    value >>= 5n;
  }
  return `${digits.slice(0, 5)}-${digits.slice(5)}`;
}

/** Id of the one alert of a transfer's decision. */
export function alertIdOf(transferId: string): string {
  return `A:${transferId}`;
}
