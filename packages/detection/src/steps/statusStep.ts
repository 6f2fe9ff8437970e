import { isFinalStatus } from '@sluice/domain';
import { ENTRY_TYPES, type TransferView } from '@sluice/log-format';
import type { Step } from './step';

/**
 * A later status on the debtor's partition: a transfer that was rejected or cancelled leaves the debtor's windows, and
 * the status is passed on to the creditor's partition behind the credit, which it therefore cannot overtake.
 */
export function debtorStatusStep(step: Step, transfer: TransferView): void {
  const { state } = step;
  state.counts.statuses += 1;
  state.streamTime.observe(transfer.occurredAt);
  if (isUndone(transfer)) {
    const { accounts } = state;
    const slot = accounts.findSlotBytes(
      transfer.bytes,
      transfer.debtorStart,
      transfer.debtorEnd,
      transfer.debtorHash,
    );
    if (slot >= 0) accounts.removeLeg(slot, transfer.transferHash);
  }
  const { body } = state.scratch;
  body.clear();
  body.u8(0);
  body.bytes(transfer.bytes, transfer.bodyStart, transfer.bodyEnd);
  const target = transfer.creditorKeyHash % state.partitionCount;
  step.out.leg(target, step.lane, step.offset, step.index, ENTRY_TYPES.STATUS, body);
}

/** The same status on the creditor's partition; of a transfer that was decided HOLD it goes to `stop-payment`. */
export function creditorStatusStep(step: Step, transfer: TransferView): void {
  const { state, out } = step;
  if (isUndone(transfer)) {
    const { accounts } = state;
    const slot = accounts.findSlotBytes(
      transfer.bytes,
      transfer.creditorStart,
      transfer.creditorEnd,
      transfer.creditorHash,
    );
    if (slot >= 0) accounts.removeLeg(slot, transfer.transferHash);
  }
  const held = state.held.get(transfer.transferId);
  if (held === undefined || !isFinalStatus(transfer.status)) return;
  state.held.delete(transfer.transferId);
  out.inbox(held.account, {
    type: 'TRANSFER_STATUS',
    account: held.account,
    transferId: transfer.transferId,
    status: transfer.status,
    statusAt: transfer.statusAt,
  });
}

function isUndone(transfer: TransferView): boolean {
  return transfer.status === 'REJECTED' || transfer.status === 'CANCELLED';
}
