const COLON = 0x3a;
const DASH = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const ACCOUNT_BYTES_MAX = 64;
/** The shortest card number. */
const CARD_DIGITS_MIN = 12;

/**
 * True for an account identifier that `accountIdProblem` of the domain surely finds nothing wrong with: printable ASCII,
 * something behind the institution, and neither digits alone nor as many digits as a card number has. The rest, some good
 * ones among them, is left to that.
 */
export function isPlainAccount(bytes: Uint8Array, start: number, end: number): boolean {
  if (end === start || end - start > ACCOUNT_BYTES_MAX) return false;
  let digitsOnly = true;
  let digits = 0;
  let local = start;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte <= 0x20 || byte >= 0x7f) return false;
    if (byte >= DIGIT_0 && byte <= DIGIT_9) digits += 1;
    else if (byte === COLON) {
      local = i + 1;
      digits = 0;
      digitsOnly = true;
    } else if (byte !== DASH) digitsOnly = false;
  }
  if (local === end) return false;
  return !digitsOnly || (local > start && digits < CARD_DIGITS_MIN);
}
