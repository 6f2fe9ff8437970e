import { partitionOf, type Transfer } from '@sluice/domain';
import {
  ENTRY_TYPES,
  HISTORY_CREDITOR,
  HISTORY_DEBTOR,
  type Lane,
  STATUS_LEDGER_ONLY,
  writeTransferBody,
} from '@sluice/log-format';
import type { Refusal } from './checkTransfer';
import { checkTransfer } from './checkTransfer';
import type { IdTable } from './idTable';
import type { Outgoing } from './outgoing';

/** Where a record stood. */
export interface RecordPlace {
  readonly lane: Lane;
  readonly offset: number;
  readonly key: string | null;
  /** Record timestamp, epoch ms. */
  readonly appendedAt: number;
}

export type Admission =
  | { readonly kind: 'DEBIT' | 'STATUS' | 'LEDGER_ONLY' | 'HISTORY' | 'DUPLICATE' }
  | { readonly kind: 'REFUSED'; readonly refusal: Refusal };

/** Admits one record of `transfers`: a debit leg, a later status, a duplicate or a refusal. */
export function admitTransfer(
  transfer: Transfer,
  place: RecordPlace,
  ids: IdTable,
  partitionCount: number,
  out: Pick<Outgoing, 'append'>,
): Admission {
  const refusal = checkTransfer(transfer, place.key, place.appendedAt);
  if (refusal !== null) return { kind: 'REFUSED', refusal };
  const target = partitionOf(transfer.debtorAccount, partitionCount);
  switch (ids.recognise(transfer, place.appendedAt)) {
    case 'NEW':
      out.append(target, place.lane, place.offset, 0, ENTRY_TYPES.DEBIT, (body) =>
        writeTransferBody(body, transfer),
      );
      return { kind: 'DEBIT' };
    case 'NEWER_STATUS':
      appendStatus(transfer, place, target, 0, out);
      return { kind: 'STATUS' };
    case 'LEDGER_ONLY':
      appendStatus(transfer, place, target, STATUS_LEDGER_ONLY, out);
      return { kind: 'LEDGER_ONLY' };
    case 'DUPLICATE':
      return { kind: 'DUPLICATE' };
    case 'CONFLICT':
      return { kind: 'REFUSED', refusal: conflict(transfer) };
  }
}

/**
 * Admits one record of `transfer-history`: a settled transfer of the past, counted in both sides' windows and in the
 * ledger, never decided. One that never settled goes to the ledger only.
 */
export function admitHistory(
  transfer: Transfer,
  place: RecordPlace,
  ids: IdTable,
  partitionCount: number,
  out: Pick<Outgoing, 'append'>,
): Admission {
  const refusal = checkTransfer(transfer, place.key, place.appendedAt);
  if (refusal !== null) return { kind: 'REFUSED', refusal };
  const recognition = ids.recognise(transfer, place.appendedAt);
  if (recognition === 'DUPLICATE') return { kind: 'DUPLICATE' };
  if (recognition === 'CONFLICT') return { kind: 'REFUSED', refusal: conflict(transfer) };
  const debtor = partitionOf(transfer.debtorAccount, partitionCount);
  if (transfer.status !== 'SETTLED' || recognition === 'NEWER_STATUS') {
    appendStatus(transfer, place, debtor, STATUS_LEDGER_ONLY, out);
    return { kind: 'LEDGER_ONLY' };
  }
  const creditor = partitionOf(transfer.creditorAccount, partitionCount);
  for (const [index, [target, side]] of [
    [debtor, HISTORY_DEBTOR] as const,
    [creditor, HISTORY_CREDITOR] as const,
  ].entries()) {
    out.append(target, place.lane, place.offset, index, ENTRY_TYPES.HISTORY, (body) => {
      body.u8(side);
      writeTransferBody(body, transfer);
    });
  }
  return { kind: 'HISTORY' };
}

function appendStatus(
  transfer: Transfer,
  place: RecordPlace,
  target: number,
  flag: number,
  out: Pick<Outgoing, 'append'>,
): void {
  out.append(target, place.lane, place.offset, 0, ENTRY_TYPES.STATUS, (body) => {
    body.u8(flag);
    writeTransferBody(body, transfer);
  });
}

function conflict(transfer: Transfer): Refusal {
  return {
    code: 'TRANSFER_CONFLICT',
    sentence: `transferId ${transfer.transferId} was published before with other content; only status, statusAt, bookedAt, bookingSequence, settledMinor and the balances may change`,
  };
}
