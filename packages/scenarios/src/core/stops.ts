import type { StopPaymentCommand } from '@sluice/domain';
import type { Party } from '../population/party';
import type { CoreState, CoreStop } from './coreState';
import { isKept, type LiveTransfer } from './payment';
import { executeKept, transferFacts } from './settle';

/** Opens a stop, and plans its end: the core lifts a stop by itself at expiresAt. */
export function openStop(
  core: CoreState,
  command: StopPaymentCommand,
  party: Party,
  live: LiveTransfer | null,
  stoppedMinor: number,
): CoreStop {
  const stop: CoreStop = {
    stopPaymentId: command.stopPaymentId,
    instrument: command.action,
    commandId: command.commandId,
    party,
    live,
    transferId: command.transferId,
    coreReference: `CORE-${core.stops.size + 1}`,
    stoppedMinor,
    expiresAt: command.expiresAt,
    over: false,
  };
  core.stops.set(stop.stopPaymentId, stop);
  planExpiry(core, stop);
  return stop;
}

/** Plans the end of a stop as its expiresAt is now; an earlier plan finds a later expiresAt and does nothing. */
export function planExpiry(core: CoreState, stop: CoreStop): void {
  const dueFor = stop.expiresAt;
  if (dueFor === null) return;
  core.queue.plan(dueFor, () => {
    if (!stop.over && stop.expiresAt === dueFor) liftStop(core, stop, 'EXPIRY');
  });
}

/** Ends a stop: a held transfer executes, frozen money is free. */
export function liftStop(core: CoreState, stop: CoreStop, by: 'ORDER' | 'EXPIRY'): void {
  if (stop.over) return;
  stop.over = true;
  const amountMinor = stop.stoppedMinor;
  stop.stoppedMinor = 0;
  const { live } = stop;
  if (stop.instrument === 'FREEZE_AMOUNT') {
    stop.party.lienMinor -= amountMinor;
    core.outbox.tell({
      type: 'UNFROZEN',
      at: core.clock.now,
      caseNo: null,
      stopPaymentId: stop.stopPaymentId,
      account: stop.party.accountId,
      amountMinor,
      currency: core.options.currency,
      by,
    });
  } else if (live !== null && isKept(live)) {
    letGoHeld(core, live, by);
  }
}

/** Executes a held transfer after all. */
export function letGoHeld(core: CoreState, live: LiveTransfer, by: 'ORDER' | 'EXPIRY'): void {
  const heldMs = live.heldAt === 0 ? 0 : core.clock.now - live.heldAt;
  executeKept(core, live);
  core.outbox.tell({
    type: 'RELEASED',
    at: core.clock.now,
    caseNo: live.label.caseNo,
    ...transferFacts(live.transfer),
    heldMs,
    by,
  });
}
