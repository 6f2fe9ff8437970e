import type {
  HoldDecided,
  StopPaymentCommand,
  StopPaymentEvent,
  StopPaymentState,
  StopPaymentStatus,
  TransferStatus,
} from '@sluice/domain';

/** What every event repeats; the rest of an event is of its own step. */
export type StopPaymentFacts = Omit<
  StopPaymentEvent,
  'type' | 'sequence' | 'at' | 'commandId' | 'commandAction' | 'reasonCode' | 'reason' | 'entry' | 'command'
>;

/** A command to the core and what became of it. */
export interface IssuedCommand {
  readonly command: StopPaymentCommand;
  /** True once the core gave an answer other than PENDING. */
  readonly answered: boolean;
  /** Of a RETURN_FUNDS: what the core has paid out under it, minor units. */
  readonly returnedMinor: number;
}

/** One stop-payment, folded from its events by `evolve`; nothing else moves it. */
export interface StopPayment {
  readonly facts: StopPaymentFacts;
  readonly sequence: number;
  /** Epoch ms of its first and last event. */
  readonly openedAt: number;
  readonly movedAt: number;
  readonly commands: readonly IssuedCommand[];
  /** Every answer of the core, so that none counts twice. */
  readonly answers: readonly StopPaymentStatus[];
  /** The final status of the held transfer, once the core has told it: after that no hold can stand. */
  readonly transferStatus: TransferStatus | null;
  /** The decision behind it, which tells where its money goes if the hold comes too late. */
  readonly decision: HoldDecided | null;
  readonly orderIds: readonly string[];
  /** The most that was ever stopped under it: the bound of what may be returned, minor units. */
  readonly peakMinor: number;
  /** The expiresAt of which a warning went out. */
  readonly warnedFor: number | null;
  /** The EXTEND that the core has not answered, and the end that holds if it refuses. */
  readonly pendingExtension: { readonly commandId: string; readonly formerEnd: number | null } | null;
}

const ACTIVE: readonly StopPaymentState[] = ['ISSUED', 'EXECUTED', 'PARTIAL'];
const STANDING: readonly StopPaymentState[] = ['EXECUTED', 'PARTIAL'];
const OVER: readonly StopPaymentState[] = [
  'REFUSED',
  'RELEASED',
  'EXPIRED',
  'CONVERTED',
  'RETURNED',
  'CANCELLED',
];

/** Ordered from the core and not over: the clock watches it. */
export function isActive(state: StopPaymentState): boolean {
  return ACTIVE.includes(state);
}

/** The core has confirmed that it stands. */
export function isStanding(state: StopPaymentState): boolean {
  return STANDING.includes(state);
}

/**
 * Over for good: answers are recorded, nothing is ordered any more. REJECTED and TOO_LATE are not over, because a core
 * that corrects itself leaves money stopped that has to be released in time.
 */
export function isOver(state: StopPaymentState): boolean {
  return OVER.includes(state);
}

/** The command of that id, if this stop-payment issued it. */
export function commandOf(stop: StopPayment, commandId: string): IssuedCommand | undefined {
  return stop.commands.find(({ command }) => command.commandId === commandId);
}

/** A command of that action that the core has not answered, except by PENDING. */
export function unanswered(
  stop: StopPayment,
  action: StopPaymentCommand['action'],
): IssuedCommand | undefined {
  return stop.commands.find(({ command, answered }) => command.action === action && !answered);
}

/** What is stopped and not yet promised to anyone by an unanswered RETURN_FUNDS, minor units. */
export function returnableMinor(stop: StopPayment): number {
  let promised = 0;
  for (const { command, answered, returnedMinor } of stop.commands) {
    if (command.action === 'RETURN_FUNDS' && !answered)
      promised += (command.amountMinor ?? 0) - returnedMinor;
  }
  return Math.max(0, stop.facts.stoppedMinor - promised);
}
