import type { Reason } from '@sluice/domain';
import type { ByteReader } from './byteReader';
import type { ByteWriter } from './byteWriter';

/**
 * What the debtor's owner found at the debit step, as the CREDIT entry carries it in front of the transfer: with it the
 * creditor's owner decides without asking anyone. The same rules version scores both sides.
 */
export interface DebtorAssessment {
  readonly rulesVersion: string;
  /** 0 to 1000: how likely the payer is being defrauded. */
  readonly victimScore: number;
  /** 0 to 1000: how likely the payer is a mule passing money on. */
  readonly muleScore: number;
  /** Strongest watchlist disposition on the debtor's side: index into DISPOSITIONS of @sluice/domain, 0 where none. */
  readonly disposition: number;
  readonly reasons: readonly Reason[];
  readonly missingEvidence: readonly string[];
  /** Customer references of the debtor's holders, so that the creditor's owner can tell an own account. */
  readonly holderIds: readonly string[];
  /** Scenario candidates with their weight, strongest first. */
  readonly scenarios: readonly (readonly [name: string, weight: number])[];
}

export function writeDebtorAssessment(writer: ByteWriter, assessment: DebtorAssessment): void {
  writer.string(assessment.rulesVersion);
  writer.varint(assessment.victimScore);
  writer.varint(assessment.muleScore);
  writer.u8(assessment.disposition);
  writer.varint(assessment.reasons.length);
  for (const reason of assessment.reasons) writeReason(writer, reason);
  writer.varint(assessment.missingEvidence.length);
  for (const name of assessment.missingEvidence) writer.string(name);
  writer.varint(assessment.holderIds.length);
  for (const holder of assessment.holderIds) writer.string(holder);
  writer.varint(assessment.scenarios.length);
  for (const [name, weight] of assessment.scenarios) {
    writer.string(name);
    writer.f64(weight);
  }
}

export function readDebtorAssessment(reader: ByteReader): DebtorAssessment {
  const rulesVersion = reader.string();
  const victimScore = reader.varint();
  const muleScore = reader.varint();
  const disposition = reader.u8();
  const reasons = list(reader, readReason);
  const missingEvidence = list(reader, (from) => from.string());
  const holderIds = list(reader, (from) => from.string());
  const scenarios = list(reader, (from): [string, number] => [from.string(), from.f64()]);
  return {
    rulesVersion,
    victimScore,
    muleScore,
    disposition,
    reasons,
    missingEvidence,
    holderIds,
    scenarios,
  };
}

function writeReason(writer: ByteWriter, reason: Reason): void {
  writer.string(reason.rule);
  writer.string(reason.subject);
  writer.f64(reason.points);
  writer.string(reason.detail);
  const names = Object.keys(reason.evidence);
  writer.varint(names.length);
  for (const name of names) {
    writer.string(name);
    writer.f64(reason.evidence[name] ?? 0);
  }
}

function readReason(reader: ByteReader): Reason {
  const rule = reader.string();
  const subject = reader.string();
  const points = reader.f64();
  const detail = reader.string();
  const evidence: Record<string, number> = {};
  const count = reader.varint();
  for (let i = 0; i < count; i++) {
    const name = reader.string();
    evidence[name] = reader.f64();
  }
  return { rule, subject, points, detail, evidence };
}

const NONE: readonly never[] = [];

function list<T>(reader: ByteReader, read: (from: ByteReader) => T): readonly T[] {
  const count = reader.varint();
  if (count === 0) return NONE;
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(read(reader));
  return items;
}
