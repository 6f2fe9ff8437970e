import {
  AMOUNT_MINOR_MAX,
  accountIdProblem,
  type DeadLetterCode,
  isCurrency,
  isInstant,
  maskAccount,
  type Transfer,
} from '@sluice/domain';
import { AHEAD_MS_MAX, LENGTHS_MAX, SIGNAL_LENGTH_MAX, SIGNALS_MAX } from './limits';

/** Why a record is refused: its code and one sentence that says what is wrong and what to do. */
export interface Refusal {
  readonly code: DeadLetterCode;
  readonly sentence: string;
}

/** Texts whose length is all that is asked of them. */
const TEXTS = [
  'transferId',
  'debtorInstitution',
  'creditorInstitution',
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
const AMOUNTS = ['settledMinor', 'debtorAmountMinor', 'creditorAmountMinor'] as const;
const BALANCES = ['debtorBalanceMinor', 'creditorBalanceMinor'] as const;
const CURRENCIES = ['currency', 'debtorCurrency', 'creditorCurrency'] as const;
const TIMES = ['statusAt', 'occurredAt', 'bookedAt', 'payeeAddedAt', 'decideBy'] as const;

/**
 * Checks a decoded transfer against the contract; null where it may be admitted. `key` is the record's key,
 * `appendedAt` its timestamp (epoch ms).
 */
export function checkTransfer(transfer: Transfer, key: string | null, appendedAt: number): Refusal | null {
  return (
    checkIdentity(transfer, key) ??
    checkMoney(transfer) ??
    checkAccounts(transfer) ??
    checkTimes(transfer, appendedAt)
  );
}

function checkIdentity(transfer: Transfer, key: string | null): Refusal | null {
  if (transfer.transferId === '')
    return refusal('FIELD_MISSING', 'transferId is empty; give the core’s own id or the UETR');
  for (const field of TEXTS) {
    const value = transfer[field];
    if (value === null) continue;
    const limit = LENGTHS_MAX[field];
    if (value.length > limit) {
      return refusal(
        'FIELD_TOO_LONG',
        `${field} has ${value.length} characters, at most ${limit} are allowed`,
      );
    }
    if (value.includes('\u0000')) {
      return refusal(
        'FIELD_MALFORMED',
        `${field} holds a NUL character, which no database of ours can keep; leave it out`,
      );
    }
  }
  if (
    transfer.sessionSignals.length > SIGNALS_MAX ||
    transfer.sessionSignals.some((signal) => signal.length > SIGNAL_LENGTH_MAX || signal.includes('\u0000'))
  ) {
    return refusal(
      'FIELD_TOO_LONG',
      `sessionSignals may hold ${SIGNALS_MAX} codes of at most ${SIGNAL_LENGTH_MAX} characters`,
    );
  }
  if (key !== transfer.transferId) {
    return refusal(
      'KEY_MISMATCH',
      'the record’s key is not its transferId; key it by transferId, or its copies and statuses do not meet',
    );
  }
  if (transfer.status === 'UNKNOWN') {
    return refusal(
      'STATUS_UNKNOWN',
      'status is UNKNOWN or a symbol newer than this build; upgrade Sluice, then replay the dead letter',
    );
  }
  return null;
}

function checkMoney(transfer: Transfer): Refusal | null {
  if (!Number.isSafeInteger(transfer.amountMinor) || transfer.amountMinor <= 0) {
    return refusal(
      'AMOUNT_OUT_OF_RANGE',
      `amountMinor is ${transfer.amountMinor}; it must be from 1 to ${AMOUNT_MINOR_MAX} minor units`,
    );
  }
  for (const field of AMOUNTS) {
    const value = transfer[field];
    if (value !== null && (!Number.isSafeInteger(value) || value < 0)) {
      return refusal(
        'AMOUNT_OUT_OF_RANGE',
        `${field} is ${value}; it must be from 0 to ${AMOUNT_MINOR_MAX} minor units`,
      );
    }
  }
  for (const field of BALANCES) {
    const value = transfer[field];
    if (value !== null && !Number.isSafeInteger(value)) {
      return refusal(
        'AMOUNT_OUT_OF_RANGE',
        `${field} is ${value}; it must be a whole number of minor units within ±${AMOUNT_MINOR_MAX}`,
      );
    }
  }
  if (transfer.bookingSequence !== null && !Number.isSafeInteger(transfer.bookingSequence)) {
    return refusal('AMOUNT_OUT_OF_RANGE', 'bookingSequence is above 2^53 - 1');
  }
  for (const field of CURRENCIES) {
    const code = transfer[field];
    if (code !== null && !isCurrency(code)) {
      return refusal(
        'CURRENCY_UNKNOWN',
        `${field} is ${JSON.stringify(code.slice(0, 8))}, not an ISO 4217 alphabetic code`,
      );
    }
  }
  return null;
}

function checkAccounts(transfer: Transfer): Refusal | null {
  for (const field of ['debtorAccount', 'creditorAccount'] as const) {
    switch (accountIdProblem(transfer[field])) {
      case null:
        break;
      case 'CARD_NUMBER':
        return refusal(
          'ACCOUNT_IS_CARD_NUMBER',
          `${field} is a card number; publish the account behind the card`,
        );
      case 'DIGITS_ALONE':
        return refusal(
          'ACCOUNT_MALFORMED',
          `${field} is digits alone; prefix the institution (<institution>:<account>), since two banks’ equal numbers are two people`,
        );
      case 'EMPTY':
        return refusal('ACCOUNT_MALFORMED', `${field} is empty`);
      case 'TOO_LONG':
        return refusal(
          'FIELD_TOO_LONG',
          `${field} has ${transfer[field].length} characters, at most 64 are allowed`,
        );
      case 'BAD_CHARACTER':
        return refusal('ACCOUNT_MALFORMED', `${field} holds a blank or a control character`);
    }
  }
  if (transfer.debtorAccount === transfer.creditorAccount) {
    return refusal(
      'SAME_ACCOUNT',
      `both sides are ${maskAccount(transfer.debtorAccount)}; a transfer has two accounts`,
    );
  }
  return null;
}

function checkTimes(transfer: Transfer, appendedAt: number): Refusal | null {
  for (const field of TIMES) {
    const value = transfer[field];
    if (value !== null && (value < 0 || !isInstant(value))) {
      return refusal(
        'FIELD_MALFORMED',
        `${field} is ${value}, no time between 1970 and 9999 in epoch milliseconds`,
      );
    }
  }
  for (const field of ['occurredAt', 'statusAt'] as const) {
    const ahead = transfer[field] - appendedAt;
    if (ahead > AHEAD_MS_MAX) {
      return refusal(
        'EVENT_TIME_IN_FUTURE',
        `${field} is ${Math.ceil(ahead / 60_000)} minutes ahead of the record’s timestamp, at most 5 are allowed; set the core’s clock`,
      );
    }
  }
  return null;
}

function refusal(code: DeadLetterCode, sentence: string): Refusal {
  return { code, sentence };
}
