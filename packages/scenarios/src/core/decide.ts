import { type Decision, type PayerResponse, TOPICS, type VictimWarning } from '@sluice/domain';
import { chance, randomStream } from '../simulation/random';
import { spanBetween } from '../simulation/time';
import type { CoreState } from './coreState';
import type { LiveTransfer, Payer } from './payment';
import { cancelKept, executeKept, markHeld, transferFacts } from './settle';

/** Acts on Sluice's decision of one transfer; the first one counts, and only while the core still waits for it. */
export function obeyDecision(core: CoreState, decision: Decision): void {
  const live = core.live.get(decision.transferId);
  if (live === undefined || live.transfer.decideBy === null) return;
  if (live.reasons.length === 0) {
    live.reasons = [...decision.reasons]
      .filter((reason) => reason.points > 0)
      .sort((left, right) => right.points - left.points)
      .map((reason) => reason.detail);
    live.scenario = decision.scenario ?? live.scenario;
  }
  if (live.state !== 'AWAITING_DECISION') {
    if (live.state === 'SETTLED') core.counts.decidedLate++;
    return;
  }
  if (decision.outcome === 'WARN') awaitWarning(core, live);
  else if (decision.outcome === 'HOLD') awaitCommand(core, live);
  else executeKept(core, live);
}

// The stop-payment command says whether and until when; a core whose command never comes does not keep the money for ever.
function awaitCommand(core: CoreState, live: LiveTransfer): void {
  markHeld(core, live, 'AWAITING_COMMAND');
  core.queue.plan(core.clock.now + core.options.core.commandWithinMs, () => {
    if (live.state !== 'AWAITING_COMMAND') return;
    const heldMs = core.clock.now - live.heldAt;
    executeKept(core, live);
    core.outbox.tell({
      type: 'RELEASED',
      at: core.clock.now,
      caseNo: live.label.caseNo,
      ...transferFacts(live.transfer),
      heldMs,
      by: 'CORE',
    });
  });
}

function awaitWarning(core: CoreState, live: LiveTransfer): void {
  live.state = 'WARNED';
  core.queue.plan(core.clock.now + core.options.core.answerWithinMs, () => answer(core, live, 'NO_ANSWER'));
}

/** Shows the payer a warning. The payer answers after a while or not at all; the answer may also come before the decision. */
export function showWarning(core: CoreState, warning: VictimWarning): void {
  const live = core.live.get(warning.transferId);
  if (live === undefined || (live.state !== 'AWAITING_DECISION' && live.state !== 'WARNED')) return;
  live.state = 'WARNED';
  live.scenario = warning.scenario;
  // The answer depends on the payer and the transfer alone, not on what else happens in the bank.
  const random = randomStream(
    core.options.seed,
    `answer ${live.debtor.accountId} ${live.transfer.amountMinor}`,
  );
  const { warned } = core.options;
  const cancels = chance(random, cancelProbability(core, live.payer));
  const silent = chance(random, warned.noAnswer);
  const answerAt = core.clock.now + spanBetween(random, warned.answer);
  const answerBy = Math.min(warning.answerBy, core.clock.now + core.options.core.answerWithinMs);
  if (silent || answerAt > answerBy) {
    core.queue.plan(answerBy, () => answer(core, live, 'NO_ANSWER'));
  } else {
    core.queue.plan(answerAt, () => answer(core, live, cancels ? 'CANCELLED' : 'PROCEEDED'));
  }
}

function cancelProbability(core: CoreState, payer: Payer): number {
  const { warned } = core.options;
  if (payer === 'VICTIM') return warned.victimCancels;
  if (payer === 'INTRUDER') return warned.takeoverCancels;
  return payer === 'HONEST' ? warned.honestCancels : 0;
}

// The money waits for the payer only: without an answer the core executes the transfer as ordered.
function answer(core: CoreState, live: LiveTransfer, response: PayerResponse): void {
  if (live.state !== 'WARNED') return;
  const now = core.clock.now;
  core.counts.warned[response]++;
  core.outbox.publish({
    topic: TOPICS.transferOutcomes,
    at: now,
    key: live.transfer.transferId,
    record: {
      transferId: live.transfer.transferId,
      truth: 'UNKNOWN',
      payerResponse: response,
      source: 'core',
      at: now,
    },
  });
  core.outbox.tell({
    type: 'WARNED',
    at: now,
    caseNo: live.label.caseNo,
    ...transferFacts(live.transfer),
    scenario: live.scenario,
    answer: response,
  });
  if (response === 'CANCELLED') cancelKept(core, live);
  else executeKept(core, live);
}
