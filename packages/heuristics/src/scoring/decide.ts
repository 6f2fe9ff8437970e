import { DISPOSITIONS, type Disposition, type Outcome, type Reason } from '@sluice/domain';
import { isGivingBack } from '../leg/legKinds';
import type { LegView } from '../leg/legView';
import { strongerDisposition } from '../leg/listingView';
import type { Assessment } from './assessment';
import type { CompiledRules } from './compile';
import { blockedReason, downgradeReason } from './downgrade';
import { leadingScenario, warnedScenario } from './leadingScenario';
import { payerReasonFor, warningFor } from './messages';
import { chooseOutcome, type DecisionFacts, type Evidence } from './outcome';
import { mergeScenarios, type Scenario } from './scenarios';
import { combinedScore, debtorScoreOf, scoresOf } from './scores';
import { mergedEvidence, type Verdict, type Warning } from './verdict';

const MINUTE_MS = 60_000;

/**
 * The one decision of a transfer, at the credit step: combines both assessments (of the same rules version), applies thresholds,
 * then what lowers a hold. RETURN and REVERSAL are always allowed: money that goes back must not be stopped by what made it go back.
 */
export function decide(
  rules: CompiledRules,
  leg: LegView,
  debtor: Assessment,
  creditor: Assessment,
  facts: DecisionFacts,
): Verdict {
  const disposition =
    debtor.disposition === 0 && creditor.disposition === 0
      ? 'UNKNOWN'
      : strongerDisposition(dispositionOf(debtor), dispositionOf(creditor));
  const isQuiet = debtor.reasons.length === 0 && creditor.reasons.length === 0;
  if (isGivingBack(leg) || (isQuiet && disposition !== 'BLOCKED')) {
    return rules.allowed.of(debtor.missingEvidence, creditor.missingEvidence);
  }

  const { familyCaps, combination, thresholds } = rules.rules;
  const scores = scoresOf(familyCaps, debtor.reasons, creditor.reasons);
  const candidates = mergeScenarios(debtor.scenarios, creditor.scenarios);
  const evidence: Evidence = {
    scores,
    combined: combinedScore(scores, combination.smallerSharePercent),
    scenario: leadingScenario(scores, candidates),
    disposition,
  };
  const choice = chooseOutcome(thresholds, leg, evidence, facts);
  const reasons = sorted([...debtor.reasons, ...creditor.reasons]);
  if (disposition === 'BLOCKED' && !reasons.some((reason) => reason.rule.startsWith('list.'))) {
    reasons.push(blockedReason(debtor, leg));
  }
  if (choice.downgrade !== null) {
    reasons.push(downgradeReason(choice.downgrade, leg, debtor, rules.rules.limits.holdsPerMinuteMax));
  }
  const scenario = scenarioNamed(choice.outcome, evidence.scenario);
  return {
    outcome: choice.outcome,
    debtorScore: debtorScoreOf(scores),
    creditorScore: scores.creditorMule,
    combinedScore: evidence.combined,
    reasons,
    missingEvidence: mergedEvidence(debtor.missingEvidence, creditor.missingEvidence),
    scenario,
    payerReason: scenario === null ? null : payerReason(rules, leg, choice.outcome, scenario, facts),
    warning: choice.outcome === 'WARN' ? warning(rules, leg, scenario, scores.victim, facts) : null,
  };
}

function scenarioNamed(outcome: Outcome, scenario: Scenario | null): Scenario | null {
  if (outcome === 'ALLOW') return null;
  return outcome === 'WARN' ? warnedScenario(scenario) : (scenario ?? 'unknown');
}

function dispositionOf(assessment: Assessment): Disposition {
  return DISPOSITIONS[assessment.disposition] ?? 'UNKNOWN';
}

// Points descending, so that what weighs most is read first and mitigators come last; ties by rule id, for one order always.
function sorted(reasons: Reason[]): Reason[] {
  return reasons.sort((a, b) => b.points - a.points || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

// Only a payer who is kept waiting is owed a reason; a review happens behind his back and lets the payment pass.
function payerReason(
  rules: CompiledRules,
  leg: LegView,
  outcome: Outcome,
  scenario: string,
  facts: DecisionFacts,
): string | null {
  if (outcome !== 'HOLD' && outcome !== 'WARN') return null;
  return payerReasonFor(rules.rules.messages, scenario, facts.language, leg.amountMinor, leg.currency).text;
}

function warning(
  rules: CompiledRules,
  leg: LegView,
  scenario: Scenario | null,
  score: number,
  facts: DecisionFacts,
): Warning {
  const { messages } = rules.rules;
  const named = scenario ?? 'unknown';
  const { text, language } = warningFor(messages, named, facts.language, leg.amountMinor, leg.currency);
  const { answerWindowMinutes } = messages;
  const minutes = answerWindowMinutes.byScenario[named] ?? answerWindowMinutes.default;
  return { scenario: named, message: text, language, score, answerWindowMs: minutes * MINUTE_MS };
}
