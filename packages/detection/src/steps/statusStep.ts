import { isFinalStatus, partitionOf, type Transfer } from '@sluice/domain';
import { ENTRY_TYPES, hash53, writeTransferBody } from '@sluice/log-format';
import type { Step } from './step';

/**
 * A later status on the debtor's partition: a transfer that was rejected or cancelled leaves the debtor's windows, and
 * the status is passed on to the creditor's partition behind the credit, which it therefore cannot overtake.
 */
export function debtorStatusStep(step: Step, transfer: Transfer): void {
  const { state } = step;
  state.counts.statuses += 1;
  state.streamTime.observe(transfer.occurredAt);
  removeWhereUndone(step, transfer.debtorAccount, transfer);
  step.out.leg(
    partitionOf(transfer.creditorAccount, state.partitionCount),
    step.lane,
    step.offset,
    step.index,
    ENTRY_TYPES.STATUS,
    (body) => {
      body.u8(0);
      writeTransferBody(body, transfer);
    },
  );
}

/** The same status on the creditor's partition; of a transfer that was decided HOLD it goes to `stop-payment`. */
export function creditorStatusStep(step: Step, transfer: Transfer): void {
  const { state, out } = step;
  removeWhereUndone(step, transfer.creditorAccount, transfer);
  const held = state.held.find(transfer.transferId);
  if (held === undefined || !isFinalStatus(transfer.status)) return;
  state.held.forget(transfer.transferId);
  out.inbox(held.account, {
    type: 'TRANSFER_STATUS',
    account: held.account,
    transferId: transfer.transferId,
    status: transfer.status,
    statusAt: transfer.statusAt,
  });
}

function removeWhereUndone(step: Step, account: string, transfer: Transfer): void {
  if (transfer.status !== 'REJECTED' && transfer.status !== 'CANCELLED') return;
  const slot = step.state.accounts.findSlot(account);
  if (slot >= 0) step.state.accounts.removeLeg(slot, hash53(transfer.transferId));
}
