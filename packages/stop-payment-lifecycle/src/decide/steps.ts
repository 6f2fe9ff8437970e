import type {
  FollowUp,
  Problem,
  StopPaymentAction,
  StopPaymentCause,
  StopPaymentCommand,
  StopPaymentEvent,
  StopPaymentEventType,
  StopPaymentInboxEntry,
} from '@sluice/domain';
import type { PolicyPack } from '../policy/policyPack';
import type { StopPayment, StopPaymentFacts } from '../stopPayment';

/** What `decide` needs besides the entry: the policy in force and the time (epoch ms). */
export interface DecideContext {
  readonly policy: PolicyPack;
  readonly now: number;
}

/** What an entry led to. */
export type Decided =
  | {
      readonly kind: 'MOVED';
      /** In the order in which they are to be folded and written. */
      readonly events: readonly StopPaymentEvent[];
      /** For the bank core. */
      readonly commands: readonly StopPaymentCommand[];
      /** For the inbox of the account that each names. */
      readonly followUps: readonly FollowUp[];
    }
  /** A repetition, a stale alarm, a status that changes nothing. */
  | { readonly kind: 'IGNORED'; readonly why: string }
  /** An entry that nobody can act on: a dead letter. */
  | { readonly kind: 'POISON'; readonly problem: Problem };

export function ignored(why: string): Decided {
  return { kind: 'IGNORED', why };
}

/** What one entry leads to for several stop-payments; a follow-up goes out once. */
export function together(parts: readonly Decided[]): Decided {
  const moved = parts.filter((part) => part.kind === 'MOVED');
  const followUps = new Map(
    moved.flatMap((part) => part.followUps).map((followUp) => [followUp.stopPaymentId, followUp]),
  );
  return {
    kind: 'MOVED',
    events: moved.flatMap(({ events }) => events),
    commands: moved.flatMap(({ commands }) => commands),
    followUps: [...followUps.values()],
  };
}

/** Who moves a stop-payment, and on which ground. */
export interface Mover {
  readonly cause: StopPaymentCause;
  readonly causeId: string;
  readonly caseId: string | null;
  readonly legalBasis: string;
  readonly authorityReference: string | null;
  readonly orderedBy: string;
  readonly approvedBy: string | null;
}

/** Deterministic: the same cause asking the same of the same stop-payment yields the same id. */
export function commandIdOf(stopPaymentId: string, action: StopPaymentAction, causeId: string): string {
  return `${stopPaymentId}/${action}/${causeId}`;
}

/** One event to record. */
export interface Step {
  readonly type: StopPaymentEventType;
  readonly reason: string;
  readonly at: number;
  readonly changes?: Partial<StopPaymentFacts>;
  readonly reasonCode?: string | null;
  /** The command that it answers. */
  readonly commandId?: string | null;
  readonly commandAction?: StopPaymentAction | null;
}

/** A command that goes out with the event. */
export interface Order {
  readonly action: StopPaymentAction;
  readonly by: Mover;
  readonly amountMinor?: number | null;
  readonly returnToAccount?: string | null;
  readonly expiresAt?: number | null;
}

/** Collects the events and commands of one entry for one stop-payment. */
export interface Steps {
  facts(): StopPaymentFacts;
  record(step: Step): void;
  /** Records the event and issues the command; both carry the step's reason and time. */
  issue(step: Step, order: Order): void;
  moved(followUp?: FollowUp | null): Decided;
}

/** Steps of a stop-payment that exists. */
export function stepsOf(stop: StopPayment, entry: StopPaymentInboxEntry): Steps {
  return stepsFrom(stop.facts, stop.sequence, entry);
}

/** Steps of a stop-payment that the entry opens, beginning with these facts. */
export function stepsOfNew(facts: StopPaymentFacts, entry: StopPaymentInboxEntry): Steps {
  return stepsFrom(facts, 0, entry);
}

function stepsFrom(start: StopPaymentFacts, lastSequence: number, entry: StopPaymentInboxEntry): Steps {
  let facts = start;
  const events: StopPaymentEvent[] = [];
  const commands: StopPaymentCommand[] = [];

  function push(step: Step, command: StopPaymentCommand | null): void {
    facts = { ...facts, ...step.changes };
    events.push({
      type: step.type,
      ...facts,
      sequence: lastSequence + events.length + 1,
      at: step.at,
      commandId: command?.commandId ?? step.commandId ?? null,
      commandAction: command?.action ?? step.commandAction ?? null,
      reasonCode: step.reasonCode ?? null,
      reason: step.reason,
      ...(events.length === 0 ? { entry } : {}),
      ...(command === null ? {} : { command }),
    });
  }

  return {
    facts: () => facts,
    record: (step) => push(step, null),
    issue(step, order) {
      const command = commandFor(facts, step, order);
      commands.push(command);
      push(step, command);
    },
    moved: (followUp) => ({
      kind: 'MOVED',
      events,
      commands,
      followUps: followUp === null || followUp === undefined ? [] : [followUp],
    }),
  };
}

function commandFor(facts: StopPaymentFacts, step: Step, order: Order): StopPaymentCommand {
  const { action, by } = order;
  const amountMinor = order.amountMinor ?? null;
  return {
    commandId: commandIdOf(facts.stopPaymentId, action, by.causeId),
    stopPaymentId: facts.stopPaymentId,
    action,
    account: facts.account,
    institution: facts.institution,
    transferId: facts.transferId,
    amountMinor,
    currency: amountMinor === null ? null : facts.currency,
    returnToAccount: order.returnToAccount ?? null,
    cause: by.cause,
    causeId: by.causeId,
    caseId: by.caseId,
    legalBasis: by.legalBasis,
    authorityReference: by.authorityReference,
    orderedBy: by.orderedBy,
    approvedBy: by.approvedBy,
    reason: step.reason,
    issuedAt: step.at,
    expiresAt: order.expiresAt ?? null,
  };
}
