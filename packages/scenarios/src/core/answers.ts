import {
  type StopPaymentCommand,
  type StopPaymentResult,
  type StopPaymentStatus,
  TOPICS,
} from '@sluice/domain';
import type { CoreState } from './coreState';

/** What an answer says besides its result. */
export interface AnswerFacts {
  readonly stoppedMinor?: number;
  readonly availableMinor?: number;
  readonly reasonCode?: 'UNKNOWN_ACCOUNT' | 'ALREADY_EXECUTED' | 'INSUFFICIENT_FUNDS' | 'PROTECTED' | 'OTHER';
  readonly detail?: string;
  readonly coreReference?: string;
}

/** Answers a command on `stop-payment-status` and remembers the answer, so that a repetition does nothing new. */
export function answerCommand(
  core: CoreState,
  command: StopPaymentCommand,
  result: StopPaymentResult,
  facts: AnswerFacts = {},
): void {
  const status: StopPaymentStatus = {
    commandId: command.commandId,
    stopPaymentId: command.stopPaymentId,
    result,
    stoppedMinor: facts.stoppedMinor ?? null,
    availableMinor: facts.availableMinor ?? null,
    currency: core.options.currency,
    reasonCode: facts.reasonCode ?? null,
    detail: facts.detail ?? null,
    coreReference: facts.coreReference ?? null,
    at: core.clock.now,
  };
  core.answers.set(command.commandId, status);
  const pair = `${command.action} ${result}`;
  core.counts.answers.set(result, (core.counts.answers.get(result) ?? 0) + 1);
  core.counts.answersByAction.set(pair, (core.counts.answersByAction.get(pair) ?? 0) + 1);
  publishAnswer(core, status);
}

export function publishAnswer(core: CoreState, status: StopPaymentStatus): void {
  core.outbox.publish({
    topic: TOPICS.stopPaymentStatus,
    at: core.clock.now,
    key: status.stopPaymentId,
    record: status,
  });
}
