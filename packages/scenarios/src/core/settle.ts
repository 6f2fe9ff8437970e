import { TOPICS, type Transfer, type TransferStatus } from '@sluice/domain';
import { availableMinor, isOurs, type Party } from '../population/party';
import type { Exit } from '../story';
import type { Label } from '../truth/label';
import type { CoreState } from './coreState';
import { isKept, type LiveTransfer, type PaymentEnd } from './payment';

/** Moves the money of a transfer from one side to the other, and tells whoever acts when money arrives. */
export function moveMoney(
  core: CoreState,
  transfer: Transfer,
  debtor: Party,
  creditor: Party,
  label: Label,
): void {
  core.truth.money.settled(transfer, debtor, creditor, label, transfer.occurredAt < core.period.liveFrom);
  debtor.balanceMinor -= transfer.amountMinor;
  creditor.balanceMinor += transfer.amountMinor;
  core.counts.settledMinor += transfer.amountMinor;
  if (isOurs(debtor) && debtor.balanceMinor < 0) {
    throw new Error(`transfer ${transfer.transferId} overdraws its debtor: the core let it pass by mistake`);
  }
  tellIfGone(core, transfer, creditor, label);
  creditor.onCredit?.(transfer, label);
}

/** Executes a transfer that the core keeps; where frozen or held money leaves too little, it is rejected instead. */
export function executeKept(core: CoreState, live: LiveTransfer): void {
  if (!isKept(live)) return;
  const { amountMinor } = live.transfer;
  const { debtor, creditor, label } = live;
  letGo(live);
  if (isOurs(debtor) && debtor.balanceMinor - debtor.lienMinor - debtor.heldMinor < amountMinor) {
    end(core, live, 'REJECTED');
    return;
  }
  end(core, live, 'SETTLED', () => moveMoney(core, live.transfer, debtor, creditor, label));
}

/** Never executes a transfer that the core keeps. */
export function cancelKept(core: CoreState, live: LiveTransfer): void {
  if (!isKept(live)) return;
  letGo(live);
  end(core, live, 'CANCELLED');
}

/** Marks a kept transfer as held, so that a freeze does not take its money. */
export function markHeld(core: CoreState, live: LiveTransfer, state: 'AWAITING_COMMAND' | 'HELD'): void {
  const heldBefore = live.state === 'AWAITING_COMMAND' || live.state === 'HELD';
  live.state = state;
  if (heldBefore) return;
  live.heldAt = core.clock.now;
  if (isOurs(live.debtor)) live.debtor.heldMinor += live.transfer.amountMinor;
}

function letGo(live: LiveTransfer): void {
  if (!isOurs(live.debtor)) return;
  live.debtor.pendingMinor -= live.transfer.amountMinor;
  if (live.state === 'AWAITING_COMMAND' || live.state === 'HELD') {
    live.debtor.heldMinor -= live.transfer.amountMinor;
  }
}

function end(core: CoreState, live: LiveTransfer, status: PaymentEnd, move?: () => void): void {
  live.state = status;
  live.transfer = withStatus(core, live, status);
  const { onEnd } = live;
  live.onEnd = null;
  live.onHeld = null;
  core.outbox.publish({
    topic: TOPICS.transfers,
    form: 'STATUS',
    at: core.clock.now,
    key: live.transfer.transferId,
    record: live.transfer,
  });
  move?.();
  onEnd?.(status);
}

// From one status to the next only status, statusAt, bookedAt, bookingSequence and the balances differ (wire contract).
function withStatus(core: CoreState, live: LiveTransfer, status: TransferStatus): Transfer {
  const before = live.transfer;
  // Two statuses of one transfer never share a moment: readers order them by statusAt.
  const statusAt = Math.max(core.clock.now, before.statusAt + 1);
  const settled = status === 'SETTLED';
  return {
    ...before,
    status,
    statusAt,
    bookedAt: settled ? statusAt : null,
    bookingSequence: settled ? core.bookingSequence++ : null,
    debtorBalanceMinor: before.debtorBalanceMinor === null ? null : availableMinor(live.debtor),
    creditorBalanceMinor: before.creditorBalanceMinor === null ? null : availableMinor(live.creditor),
  };
}

function tellIfGone(core: CoreState, transfer: Transfer, creditor: Party, label: Label): void {
  if (label.class === 'HONEST' || isOurs(creditor)) return;
  core.outbox.tell({
    type: 'GONE',
    at: core.clock.now,
    caseNo: label.caseNo,
    ...transferFacts(transfer),
    exit: exitOf(creditor),
  });
}

function exitOf(creditor: Party): Exit {
  if (creditor.creditorKind === 'CASH') return 'ATM';
  return creditor.creditorKind === 'CRYPTO_EXCHANGE' ? 'EXCHANGE' : 'OTHER_BANK';
}

/** What a story says of a transfer. */
export function transferFacts(transfer: Transfer) {
  return {
    transferId: transfer.transferId,
    debtorAccount: transfer.debtorAccount,
    creditorAccount: transfer.creditorAccount,
    creditorInstitution: transfer.creditorInstitution,
    amountMinor: transfer.amountMinor,
    currency: transfer.currency,
  } as const;
}
