import {
  type FraudReport,
  type Outcome,
  type StopPaymentCommand,
  type StopPaymentEvent,
  type StopPaymentOrder,
  type StopPaymentStatus,
  TOPICS,
  type Transfer,
} from '@sluice/domain';
import type { SyntheticBank } from '../bank';
import type { Emission } from '../emission';
import { HOUR, MINUTE } from '../simulation/time';
import type { StoryEvent } from '../story';
import type { Label } from '../truth/label';
import { commandOf, decisionOf } from './builders';

/** How a stand-in for Sluice decides, and whether it acts on reports (freezes at the payee, recalls from other banks). */
export interface StubSluice {
  readonly decide: (transfer: Transfer, label: Label) => Outcome;
  readonly actsOnReports: boolean;
  /** How far time goes between two looks, ms. */
  readonly stepMs?: number;
}

export interface StubRun {
  readonly emissions: readonly Emission[];
  readonly story: readonly StoryEvent[];
  readonly events: readonly StopPaymentEvent[];
}

/** Drives a bank to its end against the stand-in; `eachStep` sees the bank after every step. */
export function driveBank(
  bank: SyntheticBank,
  sluice: StubSluice,
  eachStep: (bank: SyntheticBank) => void = () => {},
): StubRun {
  const emissions: Emission[] = [];
  const events: StopPaymentEvent[] = [];
  const story: StoryEvent[] = [];
  const stops = new Map<string, { opening: StopPaymentCommand; sequence: number; stoppedMinor: number }>();

  const send = (command: StopPaymentCommand): void => {
    if (!stops.has(command.stopPaymentId)) {
      stops.set(command.stopPaymentId, { opening: command, sequence: 0, stoppedMinor: 0 });
    }
    bank.onCommand(command);
  };

  const onStatus = (status: StopPaymentStatus): void => {
    const stop = stops.get(status.stopPaymentId)!;
    stop.sequence++;
    stop.stoppedMinor = status.stoppedMinor ?? stop.stoppedMinor;
    const event = eventOf(stop.opening, status, stop.sequence, stop.stoppedMinor);
    events.push(event);
    bank.onStopPaymentEvent(event);
  };

  const onOrder = (order: StopPaymentOrder): void => {
    const { opening } = stops.get(order.stopPaymentId!)!;
    send(
      commandOf(order.action, order.account, {
        stopPaymentId: opening.stopPaymentId,
        transferId: opening.transferId,
        amountMinor: order.amountMinor,
        returnToAccount: order.returnToAccount,
        expiresAt: null,
      }),
    );
  };

  const onReport = (report: FraudReport): void => {
    report.items.forEach((item, index) => {
      const details = {
        stopPaymentId: `trace-${report.reportId}-${index}`,
        amountMinor: item.amountMinor,
        caseId: report.reportId,
        expiresAt: bank.now() + 24 * HOUR,
      };
      const ours = bank.parties.some(
        (party) => party.accountId === item.creditorAccount && party.ownership === 'OURS',
      );
      if (ours) send(commandOf('FREEZE_AMOUNT', item.creditorAccount, details));
      else if (item.transferId !== null) {
        send(commandOf('RECALL_TRANSFER', item.debtorAccount!, { ...details, transferId: item.transferId }));
      }
    });
  };

  const onTransfer = (transfer: Transfer): void => {
    if (transfer.status !== 'INITIATED') return;
    const outcome = sluice.decide(transfer, bank.truth.labelOf(transfer.transferId)!);
    bank.onDecision(decisionOf(transfer, outcome));
    if (outcome === 'HOLD') {
      const account = transfer.debtorOwnership === 'OURS' ? transfer.debtorAccount : transfer.creditorAccount;
      send(
        commandOf('HOLD_TRANSFER', account, {
          transferId: transfer.transferId,
          amountMinor: transfer.amountMinor,
          expiresAt: bank.now() + 24 * HOUR,
        }),
      );
    }
    if (outcome === 'WARN') {
      bank.onWarning({
        warningId: `W:${transfer.transferId}`,
        decisionId: `D:${transfer.transferId}`,
        transferId: transfer.transferId,
        debtorAccount: transfer.debtorAccount,
        scenario: 'safe-account',
        message: 'Stop.',
        language: 'en',
        score: 500,
        issuedAt: bank.now(),
        answerBy: bank.now() + 30 * MINUTE,
      });
    }
  };

  const react = (emission: Emission): void => {
    if (emission.topic === TOPICS.transfers && emission.form === 'NEW') onTransfer(emission.record);
    else if (emission.topic === TOPICS.stopPaymentStatus) onStatus(emission.record);
    else if (emission.topic === TOPICS.orders) onOrder(emission.record);
    else if (emission.topic === TOPICS.fraudReports && sluice.actsOnReports) onReport(emission.record);
  };

  for (let at = bank.period.liveFrom; at <= bank.period.endsAt; at += sluice.stepMs ?? MINUTE) {
    const emitted = bank.advance(at);
    emissions.push(...emitted);
    for (const emission of emitted) react(emission);
    story.push(...bank.takeStory());
    eachStep(bank);
  }
  const rest = bank.advance(bank.period.endsAt);
  emissions.push(...rest);
  story.push(...bank.takeStory());
  return { emissions, story, events };
}

const ENDED = { RELEASED: 'RELEASED', CANCELLED: 'CANCELLED', RETURNED: 'RETURNED' } as const;

function eventOf(
  opening: StopPaymentCommand,
  status: StopPaymentStatus,
  sequence: number,
  stoppedMinor: number,
): StopPaymentEvent {
  const ended = ENDED[status.result as keyof typeof ENDED];
  const state = ended ?? (status.result === 'PENDING' ? 'ISSUED' : status.result);
  return {
    type: status.result as StopPaymentEvent['type'],
    stopPaymentId: status.stopPaymentId,
    sequence,
    state: state as StopPaymentEvent['state'],
    at: status.at,
    instrument: opening.action,
    account: opening.account,
    institution: null,
    transferId: opening.transferId,
    currency: 'EUR',
    requestedMinor: opening.amountMinor ?? 0,
    stoppedMinor,
    returnedMinor: 0,
    availableMinor: status.availableMinor,
    cause: opening.cause,
    causeId: opening.causeId,
    caseId: opening.caseId,
    previousStopPaymentId: null,
    legalBasis: opening.legalBasis,
    policyVersion: 'test',
    orderedBy: 'test',
    approvedBy: null,
    authorityReference: null,
    rulesVersion: null,
    expiresAt: opening.expiresAt,
    renewals: 0,
    commandId: status.commandId,
    commandAction: opening.action,
    reasonCode: status.reasonCode,
    reason: 'test',
    coreReference: status.coreReference,
    returnToAccount: null,
  };
}
