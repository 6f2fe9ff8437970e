import {
  CASH_PREFIX,
  CHANNELS,
  type Channel,
  type Ownership,
  type Transfer,
  type TransferKind,
} from '@sluice/domain';
import type { CsvRow } from './csvRow';

/** How a simulated set is to be read as transfers of a bank. */
export interface SetMapping {
  /** The set's name: prefix of ids, and what chooses the mapping of channels. */
  readonly set: string;
}

/** In PaySim the channel tells what moved the money; in the other sets all are credit transfers. */
const PAYSIM_KINDS: Readonly<Record<string, TransferKind>> = {
  BRANCH: 'CASH_DEPOSIT',
  ATM: 'CASH_WITHDRAWAL',
  POS: 'CARD_PAYMENT',
  MOBILE: 'CREDIT_TRANSFER',
  API: 'DIRECT_DEBIT',
};

/** Accounts that stand for the world outside the bank. */
const OUTSIDE = new Set(['SOURCE', 'SINK']);

/** The set's name as the ids give it: `paysim-0000001` is of `paysim`. */
export function setOf(transferId: string): string {
  const dash = transferId.indexOf('-');
  return dash > 0 ? transferId.slice(0, dash) : 'replay';
}

/** One row as the bank core publishes it before it moves the money. */
export function toTransfer(row: CsvRow, { set }: SetMapping): Transfer {
  const kind = set === 'paysim' ? (PAYSIM_KINDS[row.channel] ?? 'CREDIT_TRANSFER') : 'CREDIT_TRANSFER';
  const account = (id: string, cash: boolean): string => (cash ? `${CASH_PREFIX}${id}` : `${set}:${id}`);
  const debtorCash = kind === 'CASH_DEPOSIT';
  const creditorCash = kind === 'CASH_WITHDRAWAL';
  return {
    transferId: row.transferId.startsWith(`${set}-`) ? row.transferId : `${set}-${row.transferId}`,
    status: 'INITIATED',
    statusAt: row.occurredAt,
    kind,
    initiation: 'UNKNOWN',
    debtorAccount: account(row.debtorAccount, debtorCash),
    debtorInstitution: null,
    debtorOwnership: ownership(row.debtorAccount),
    creditorAccount: account(row.creditorAccount, creditorCash),
    creditorInstitution: null,
    creditorOwnership: ownership(row.creditorAccount),
    creditorKind: creditorCash ? 'CASH' : kind === 'CARD_PAYMENT' ? 'MERCHANT' : 'UNKNOWN',
    amountMinor: row.amountMinor,
    currency: row.currency,
    settledMinor: null,
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    occurredAt: row.occurredAt,
    bookedAt: null,
    bookingSequence: null,
    channel: CHANNELS.find((channel) => channel === row.channel) ?? ('OTHER' satisfies Channel),
    deviceId: null,
    ipAddress: null,
    country: null,
    location: null,
    sessionSignals: [],
    payeeAddedAt: null,
    payeeNameMatch: 'NOT_CHECKED',
    sameHolder: null,
    debtorBalanceMinor: debtorCash ? null : row.debtorBalanceMinor,
    creditorBalanceMinor: creditorCash ? null : row.creditorBalanceMinor,
    batchId: null,
    relatesTo: null,
    decideBy: null,
    endToEndId: null,
    purpose: null,
    remittance: null,
  };
}

/** The same transfer once the money has moved. */
export function settled(transfer: Transfer, sequence: number): Transfer {
  const statusAt = transfer.statusAt + 1;
  return { ...transfer, status: 'SETTLED', statusAt, bookedAt: statusAt, bookingSequence: sequence };
}

function ownership(account: string): Ownership {
  return OUTSIDE.has(account) ? 'OTHER' : 'OURS';
}
