import {
  type Decision,
  decisionIdOf,
  type StoppableTransfer,
  stopInstrumentOf,
  type Transfer,
  warningIdOf,
} from '@sluice/domain';
import { assessCreditor, decide, fillLegView, type Verdict, type Warning } from '@sluice/heuristics';
import type { DebtorFindings, TransferView } from '@sluice/log-format';
import { creditorSlot } from './accountOf';
import { giveBack } from './giveBack';
import { creditLeg } from './legFacts';
import { creditorListings } from './listingsOf';
import type { Step } from './step';

/**
 * The credit leg, on the creditor's partition: scores the receiver's side under the version that the debit step pinned,
 * makes the one decision of the transfer, and counts the leg in the receiver's windows. `debtor` and `holderIds` are what
 * the debit step found and whose account it was.
 */
export function creditStep(
  step: Step,
  transfer: TransferView,
  debtor: DebtorFindings,
  holderIds: readonly string[],
): void {
  const { state } = step;
  const { accounts, scratch } = state;
  const rules = state.rules.pinned(debtor.rulesVersion);
  const late = state.streamTime.observe(transfer.occurredAt);
  const leg = fillLegView(scratch.leg, transfer, late);
  const facts = creditLeg(scratch.facts, transfer);
  const slot = creditorSlot(accounts, transfer);
  const features = slot >= 0 ? scratch.features : scratch.nobody;
  if (slot >= 0) accounts.readFeatures(slot, facts, features);
  else features.accountId = transfer.creditorAccount;
  // Where the core does not say whose account it is, equal holders do.
  if (holderIds.length > 0 && leg.sameHolder === null && sharesHolder(holderIds, features.holderIds))
    leg.sameHolder = true;

  const listings = creditorListings(state.listings, transfer, features, scratch.listings);
  const creditor = assessCreditor(rules, leg, features, listings, debtor);
  const { circumstances } = scratch;
  circumstances.creditorAccountKind = features.masterKnown ? features.kind : null;
  circumstances.creditorProtection = features.protection;
  circumstances.holdLimitReached = state.holdLimit.reached(
    step.appendTime,
    rules.rules.limits.holdsPerMinuteMax,
  );
  const verdict = decide(rules, leg, debtor, creditor, circumstances);
  if (slot >= 0) {
    accounts.recordLeg(slot, facts);
    giveBack(accounts, slot, transfer);
  }
  publish(step, transfer, verdict, debtor.rulesVersion);
}

function sharesHolder(a: readonly string[], b: readonly string[]): boolean {
  for (const holder of a) if (b.includes(holder)) return true;
  return false;
}

function publish(step: Step, transfer: TransferView, verdict: Verdict, rulesVersion: string): void {
  const { state, out, appendTime } = step;
  const { outcome } = verdict;
  if (outcome === 'UNKNOWN') throw new RangeError('the rules decided nothing');
  const { decision } = state.scratch;
  decision.outcome = outcome;
  decision.debtorScore = verdict.debtorScore;
  decision.creditorScore = verdict.creditorScore;
  decision.reasons = verdict.reasons;
  decision.missingEvidence = verdict.missingEvidence;
  decision.scenario = verdict.scenario;
  decision.payerReason = verdict.payerReason;
  decision.rulesVersion = rulesVersion;
  decision.decidedAt = appendTime;
  state.counts.decisions[outcome] += 1;
  out.decision(decision);
  if (outcome === 'WARN' && verdict.warning !== null) warn(step, transfer, verdict.warning);
  if (outcome === 'HOLD') hold(step, transfer, decision);
}

function warn(step: Step, transfer: TransferView, warning: Warning): void {
  const { scenario, message, language, score, answerWindowMs } = warning;
  const { transferId } = transfer;
  step.out.warning({
    warningId: warningIdOf(transferId),
    decisionId: decisionIdOf(transferId),
    transferId,
    debtorAccount: transfer.debtorAccount,
    scenario,
    message,
    language,
    score,
    issuedAt: step.appendTime,
    // From the time of the order, not of the append: a replay or a faster clock then behaves as the bank did.
    answerBy: transfer.statusAt + answerWindowMs,
  });
}

function hold(step: Step, transfer: Transfer, decision: Decision): void {
  const { state, out, appendTime } = step;
  const { creditorAccountKind, creditorProtection } = state.scratch.circumstances;
  const stoppable: StoppableTransfer = {
    ...stoppablePart(transfer),
    creditorAccountKind,
    creditorProtection,
  };
  const instrument = stopInstrumentOf(stoppable);
  if (instrument === null) throw new RangeError('HOLD of a transfer that cannot be stopped');
  state.holdLimit.count(appendTime);
  if (transfer.status === 'INITIATED') {
    state.held.set(transfer.transferId, { account: instrument.account, statusAt: transfer.statusAt });
  }
  out.inbox(instrument.account, {
    type: 'DECISION',
    account: instrument.account,
    decisionId: decision.decisionId,
    transferId: transfer.transferId,
    transfer: stoppable,
    amountMinor: transfer.amountMinor,
    currency: transfer.currency,
    debtorInstitution: transfer.debtorInstitution,
    creditorInstitution: transfer.creditorInstitution,
    occurredAt: transfer.occurredAt,
    decidedAt: appendTime,
    rulesVersion: decision.rulesVersion,
    reason: decision.reasons
      .filter(({ points }) => points > 0)
      .slice(0, 3)
      .map(({ detail }) => detail)
      .join(' '),
  });
}

function stoppablePart(
  transfer: Transfer,
): Omit<StoppableTransfer, 'creditorAccountKind' | 'creditorProtection'> {
  const { status, kind, debtorAccount, debtorOwnership, creditorAccount, creditorOwnership, creditorKind } =
    transfer;
  return { status, kind, debtorAccount, debtorOwnership, creditorAccount, creditorOwnership, creditorKind };
}
