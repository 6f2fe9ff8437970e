import { type Decision, decisionIdOf, OUTCOMES, type Outcome, type Reason } from '@sluice/domain';
import type { ByteSink } from '../byteSink';

/** Where the ids of a transfer lie as UTF-8, as they do in an entry of `legs`. Ends are exclusive. */
export interface TransferIdBytes {
  readonly bytes: Uint8Array;
  readonly transferIdStart: number;
  readonly transferIdEnd: number;
  readonly debtorStart: number;
  readonly debtorEnd: number;
  readonly creditorStart: number;
  readonly creditorEnd: number;
}

/** A decision but for its ids. */
export type Judgement = Omit<Decision, 'decisionId' | 'transferId' | 'debtorAccount' | 'creditorAccount'>;

const DECISION_ID_PREFIX = decisionIdOf('');

/** The fields of `decision.avsc` in their order. A test holds the bytes equal to the general writer's. */
export function writeDecision(sink: ByteSink, decision: Decision): void {
  sink.string(decision.decisionId);
  sink.string(decision.transferId);
  sink.string(decision.debtorAccount);
  sink.string(decision.creditorAccount);
  writeJudgement(sink, decision);
}

/** The same bytes, from ids that were never made into strings: half of what a quiet decision costs. */
export function writeDecisionOf(sink: ByteSink, ids: TransferIdBytes, judgement: Judgement): void {
  const { bytes, transferIdStart, transferIdEnd } = ids;
  sink.utf8(DECISION_ID_PREFIX, bytes, transferIdStart, transferIdEnd);
  sink.utf8('', bytes, transferIdStart, transferIdEnd);
  sink.utf8('', bytes, ids.debtorStart, ids.debtorEnd);
  sink.utf8('', bytes, ids.creditorStart, ids.creditorEnd);
  writeJudgement(sink, judgement);
}

function writeJudgement(sink: ByteSink, judgement: Judgement): void {
  sink.long(judgement.amountMinor);
  sink.string(judgement.currency);
  sink.long(judgement.occurredAt);
  sink.string(judgement.scoredStatus);
  sink.byte(outcomeCode(judgement.outcome) << 1);
  sink.int(judgement.debtorScore);
  sink.int(judgement.creditorScore);
  writeReasons(sink, judgement.reasons);
  writeStrings(sink, judgement.missingEvidence);
  sink.stringOrNull(judgement.scenario);
  sink.stringOrNull(judgement.payerReason);
  sink.string(judgement.rulesVersion);
  sink.long(judgement.decidedAt);
}

const ALLOW_CODE = OUTCOMES.indexOf('ALLOW');

function outcomeCode(outcome: Outcome): number {
  if (outcome === 'ALLOW') return ALLOW_CODE;
  const code = OUTCOMES.indexOf(outcome);
  if (code < 0) throw new TypeError(`${outcome} is no outcome`);
  return code;
}

function writeReasons(sink: ByteSink, reasons: readonly Reason[]): void {
  if (reasons.length > 0) {
    sink.long(reasons.length);
    for (const reason of reasons) {
      sink.string(reason.rule);
      sink.string(reason.subject);
      sink.int(reason.points);
      sink.string(reason.detail);
      writeEvidence(sink, reason.evidence);
    }
  }
  sink.byte(0);
}

function writeEvidence(sink: ByteSink, evidence: Reason['evidence']): void {
  const names = Object.keys(evidence);
  if (names.length > 0) {
    sink.long(names.length);
    for (const name of names) {
      sink.string(name);
      sink.double(evidence[name]!);
    }
  }
  sink.byte(0);
}

function writeStrings(sink: ByteSink, strings: readonly string[]): void {
  if (strings.length > 0) {
    sink.long(strings.length);
    for (const text of strings) sink.string(text);
  }
  sink.byte(0);
}
