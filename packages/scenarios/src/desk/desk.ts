import type { StopPaymentEvent } from '@sluice/domain';
import type { CoreState } from '../core/coreState';
import { isKept, type LiveTransfer } from '../core/payment';
import { caseOfStop } from '../core/stolen';
import { chance, type Random, randomStream } from '../simulation/random';
import { spanBetween } from '../simulation/time';
import type { FraudCase } from '../truth/caseBook';
import type { LabelClass } from '../truth/label';
import { orderFor, publishTruth } from './deskOrders';

/** The bank's analysts: they see each stop-payment, find out what it is about, and order what follows. */
export interface Desk {
  /** A step of a stop-payment, in order per stop-payment; one seen before does nothing. */
  onStopPaymentEvent(event: StopPaymentEvent): void;
  /** A victim has reported. */
  onReport(reported: FraudCase): void;
}

export function createDesk(core: CoreState): Desk {
  const latest = new Map<string, StopPaymentEvent>();
  const taken = new Set<string>();
  /** Stops on stolen money whose victim has not reported yet, by fraud. */
  const waiting = new Map<number, string[]>();
  const random = randomStream(core.options.seed, 'desk');
  const { desk } = core.options;

  /** The stop as it stands now, or null where it is over. */
  const standing = (stopPaymentId: string): StopPaymentEvent | null => {
    const event = latest.get(stopPaymentId);
    return event !== undefined && isStanding(event) ? event : null;
  };
  const later = (span: readonly [number, number], act: () => void): void =>
    core.queue.plan(core.clock.now + spanBetween(random, span), act);

  const releaseHonest = (stopPaymentId: string): void =>
    later(desk.honestRelease, () => {
      const stop = standing(stopPaymentId);
      if (stop === null) return;
      if (stop.transferId !== null) publishTruth(core, stop.transferId, 'GENUINE');
      orderFor(core, stop, { action: 'RELEASE', reason: 'The customer confirmed the payment by telephone.' });
    });

  const cancelStolen = (stopPaymentId: string, live: LiveTransfer): void =>
    later(desk.fraudCancel, () => {
      const stop = standing(stopPaymentId);
      if (stop === null) return;
      publishTruth(core, live.transfer.transferId, 'FRAUD');
      orderFor(core, stop, {
        action: 'CANCEL_TRANSFER',
        reason: 'The customer, reached by telephone, did not want this payment.',
      });
    });

  // A mule's own payment stays held until a victim is known; then it is cancelled, so that the trace freezes the money.
  const cancelMule = (stopPaymentId: string): void =>
    later(desk.fundsReturn, () => {
      const stop = standing(stopPaymentId);
      if (stop === null) return;
      orderFor(core, stop, {
        action: 'CANCEL_TRANSFER',
        reason: 'A victim has reported the money that this payment passes on.',
      });
    });

  const returnFrozen = (stopPaymentId: string, opened: FraudCase): void =>
    later(desk.fundsReturn, () => {
      const stop = standing(stopPaymentId);
      if (stop === null) return;
      const amountMinor = Math.min(stop.stoppedMinor, core.truth.money.missingMinor(opened.caseNo));
      if (amountMinor <= 0) return;
      orderFor(core, stop, {
        action: 'RETURN_FUNDS',
        amountMinor,
        returnToAccount: opened.victim.current.accountId,
        reason: `Report ${opened.reportId}: the frozen money is the victim's.`,
      });
    });

  const actOn = (stopPaymentId: string, opened: FraudCase): void => {
    const stop = standing(stopPaymentId);
    if (stop === null) return;
    if (stop.instrument === 'FREEZE_AMOUNT') returnFrozen(stopPaymentId, opened);
    else cancelMule(stopPaymentId);
  };

  const onceReported = (stopPaymentId: string, caseNo: number): void => {
    const opened = core.cases.byNo(caseNo);
    if (opened === undefined) return;
    if (opened.reportedAt !== null) actOn(stopPaymentId, opened);
    else waiting.set(caseNo, [...(waiting.get(caseNo) ?? []), stopPaymentId]);
  };

  const takeHold = (event: StopPaymentEvent): void => {
    const live = core.live.get(event.transferId ?? '');
    if (live === undefined || !isKept(live)) return;
    const seenAs = asSeen(random, live.label.class, desk.errorRate);
    if (seenAs === 'HONEST') {
      releaseHonest(event.stopPaymentId);
    } else if (seenAs === 'FRAUD' || seenAs === 'PREPARATION') {
      cancelStolen(event.stopPaymentId, live);
    } else {
      suspendLater(live.debtor.accountId);
      onceReported(event.stopPaymentId, live.label.caseNo ?? 0);
    }
  };

  const takeFreeze = (event: StopPaymentEvent): void => {
    const caseNo = caseOfStop(core, event);
    const seenAs = asSeen(random, caseNo === null ? 'HONEST' : 'LAUNDERING', desk.errorRate);
    if (caseNo === null || seenAs === 'HONEST') {
      releaseHonest(event.stopPaymentId);
      return;
    }
    suspendLater(event.account);
    onceReported(event.stopPaymentId, caseNo);
  };

  // Who is taken for a mule loses online and card access, once a person has looked.
  const suspendLater = (account: string): void =>
    later(desk.honestRelease, () => {
      const party = core.partyById.get(account);
      if (party !== undefined) party.suspended = true;
    });

  return {
    onStopPaymentEvent(event) {
      const before = latest.get(event.stopPaymentId);
      if (before !== undefined && before.sequence >= event.sequence) return;
      latest.set(event.stopPaymentId, event);
      if (!isStanding(event) || taken.has(event.stopPaymentId)) return;
      taken.add(event.stopPaymentId);
      if (event.instrument === 'HOLD_TRANSFER') takeHold(event);
      else if (event.instrument === 'FREEZE_AMOUNT') takeFreeze(event);
    },
    onReport(reported) {
      const stops = waiting.get(reported.caseNo) ?? [];
      waiting.delete(reported.caseNo);
      for (const stopPaymentId of stops) actOn(stopPaymentId, reported);
    },
  };
}

function isStanding(event: StopPaymentEvent): boolean {
  return event.state === 'EXECUTED' || event.state === 'PARTIAL';
}

// The desk knows what things are, but for a stated share of errors.
function asSeen(random: Random, label: LabelClass, errorRate: number): LabelClass {
  if (!chance(random, errorRate)) return label;
  return label === 'HONEST' ? 'FRAUD' : 'HONEST';
}
