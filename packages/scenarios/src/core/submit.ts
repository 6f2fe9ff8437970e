import { TOPICS, type Transfer, type TransferStatus } from '@sluice/domain';
import { availableMinor, isOurs } from '../population/party';
import { chance } from '../simulation/random';
import type { Label } from '../truth/label';
import { buildTransfer } from './buildTransfer';
import type { CoreState } from './coreState';
import type { LiveTransfer, Payer, Payment } from './payment';
import { executeKept, moveMoney } from './settle';

/**
 * Takes a payment order. Returns the transfer as first published, or null where the core refuses it at the counter:
 * not enough money, or the account's access is suspended. Credit transfers from here wait for the decision, as do some
 * that come in from other banks; all else has happened when it is published, and so has everything in the past.
 */
export function submitPayment(core: CoreState, payment: Payment): Transfer | null {
  if (payment.amountMinor <= 0) return null;
  if (isOurs(payment.debtor) && payment.byBank !== true) {
    if (payment.debtor.suspended) return null;
    if (availableMinor(payment.debtor) < payment.amountMinor) return null;
  }
  const past = core.clock.now < core.period.liveFrom;
  const status = firstStatusOf(core, payment, past);
  const transfer = buildTransfer(core, payment, status);
  core.truth.ordered(transfer, payment.label, past);
  if (past) return bookPast(core, payment, transfer);
  const live = keep(core, payment, transfer);
  core.outbox.publish({
    topic: TOPICS.transfers,
    form: 'NEW',
    at: core.clock.now,
    key: transfer.transferId,
    record: transfer,
  });
  if (status === 'SETTLED') {
    live.state = 'SETTLED';
    live.onHeld = null;
    live.onEnd = null;
    moveMoney(core, transfer, payment.debtor, payment.creditor, payment.label);
    payment.onEnd?.('SETTLED');
  } else {
    awaitDecision(core, live);
  }
  return transfer;
}

function bookPast(core: CoreState, payment: Payment, transfer: Transfer): Transfer {
  core.outbox.publish({
    topic: TOPICS.transferHistory,
    at: core.clock.now,
    key: transfer.transferId,
    record: transfer,
  });
  moveMoney(core, transfer, payment.debtor, payment.creditor, payment.label);
  payment.onEnd?.('SETTLED');
  return transfer;
}

function firstStatusOf(core: CoreState, payment: Payment, past: boolean): TransferStatus {
  if (past || core.options.decidedBy === 'NOBODY') return 'SETTLED';
  if ((payment.kind ?? 'CREDIT_TRANSFER') !== 'CREDIT_TRANSFER') return 'SETTLED';
  if (isOurs(payment.debtor)) return 'INITIATED';
  return chance(core.random, core.options.core.incomingHeldBackShare) ? 'INITIATED' : 'SETTLED';
}

function keep(core: CoreState, payment: Payment, transfer: Transfer): LiveTransfer {
  const live: LiveTransfer = {
    transfer,
    debtor: payment.debtor,
    creditor: payment.creditor,
    label: payment.label,
    payer: payment.payer ?? payerOf(payment.label),
    state: 'AWAITING_DECISION',
    heldAt: 0,
    reasons: [],
    scenario: 'unknown',
    givenBackMinor: 0,
    onHeld: payment.onHeld ?? null,
    onEnd: payment.onEnd ?? null,
  };
  core.live.set(transfer.transferId, live);
  return live;
}

// The core reserves the money and waits for the decision, until decideBy.
function awaitDecision(core: CoreState, live: LiveTransfer): void {
  if (isOurs(live.debtor)) live.debtor.pendingMinor += live.transfer.amountMinor;
  core.queue.plan(live.transfer.decideBy ?? core.clock.now, () => {
    if (live.state !== 'AWAITING_DECISION') return;
    core.counts.undecided++;
    executeKept(core, live);
  });
}

function payerOf(label: Label): Payer {
  if (label.class === 'PREPARATION') return 'VICTIM';
  if (label.class === 'FRAUD') return label.pattern === 'account-takeover' ? 'INTRUDER' : 'VICTIM';
  return label.class === 'LAUNDERING' ? 'MULE' : 'HONEST';
}
