import type { Initiation, Transfer, TransferKind, TransferStatus } from '@sluice/domain';
import { availableMinor, isOurs, type Party } from '../population/party';
import { chance } from '../simulation/random';
import type { CoreState } from './coreState';
import type { Payment } from './payment';

/** The record of a payment as it is ordered now, with the status that it has at first. */
export function buildTransfer(core: CoreState, payment: Payment, status: TransferStatus): Transfer {
  const now = core.clock.now;
  const kind = payment.kind ?? 'CREDIT_TRANSFER';
  const settled = status === 'SETTLED';
  const balancesKnown = !chance(core.random, core.options.core.missingBalanceShare);
  const transferId = nextTransferId(core, payment);
  return {
    transferId,
    status,
    statusAt: now,
    kind,
    initiation: payment.initiation ?? initiationOf(kind),
    debtorAccount: payment.debtor.accountId,
    debtorInstitution: payment.debtor.institution,
    debtorOwnership: payment.debtor.ownership,
    creditorAccount: payment.creditor.accountId,
    creditorInstitution: payment.creditor.institution,
    creditorOwnership: payment.creditor.ownership,
    creditorKind: payment.creditor.creditorKind,
    amountMinor: payment.amountMinor,
    currency: core.options.currency,
    settledMinor: null,
    debtorAmountMinor: null,
    debtorCurrency: null,
    creditorAmountMinor: null,
    creditorCurrency: null,
    occurredAt: now,
    bookedAt: settled ? now : null,
    bookingSequence: settled ? core.bookingSequence++ : null,
    channel: payment.channel ?? 'OTHER',
    deviceId: payment.deviceId ?? null,
    ipAddress: payment.ipAddress ?? null,
    country: payment.country ?? null,
    location: payment.location ?? null,
    sessionSignals: payment.signals ?? [],
    payeeAddedAt: payment.payeeAddedAt ?? null,
    payeeNameMatch: payment.nameMatch ?? 'NOT_CHECKED',
    sameHolder: payment.sameHolder ?? null,
    debtorBalanceMinor: balancesKnown ? balanceOf(payment.debtor) : null,
    creditorBalanceMinor: balancesKnown ? balanceOf(payment.creditor) : null,
    batchId: payment.batchId ?? null,
    relatesTo: payment.relatesTo ?? null,
    decideBy: status === 'INITIATED' ? now + decideWithin(core, payment) : null,
    endToEndId: `E-${transferId}`,
    purpose: payment.purpose ?? null,
    remittance: payment.remittance ?? null,
  };
}

function nextTransferId(core: CoreState, payment: Payment): string {
  if (payment.relatesTo === undefined) return `${core.idPrefix}-${(core.transferCount++).toString(36)}`;
  const returns = (core.returnsOf.get(payment.relatesTo) ?? 0) + 1;
  core.returnsOf.set(payment.relatesTo, returns);
  return `${payment.relatesTo}:R${returns}`;
}

function decideWithin(core: CoreState, payment: Payment): number {
  const { instantShare, instantDecideWithinMs, decideWithinMs } = core.options.core;
  const instant = payment.instant ?? (isOurs(payment.debtor) && chance(core.random, instantShare));
  return instant ? instantDecideWithinMs : decideWithinMs;
}

const INITIATION_OF: Partial<Record<TransferKind, Initiation>> = {
  DIRECT_DEBIT: 'THIRD_PARTY',
  RETURN: 'THIRD_PARTY',
  REVERSAL: 'THIRD_PARTY',
};

function initiationOf(kind: TransferKind): Initiation {
  return INITIATION_OF[kind] ?? 'CUSTOMER';
}

function balanceOf(party: Party): number | null {
  return isOurs(party) ? availableMinor(party) : null;
}
