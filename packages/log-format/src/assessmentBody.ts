import type { Reason } from '@sluice/domain';
import { type ByteReader, FrameFormatError } from './byteReader';
import { ByteWriter } from './byteWriter';

/** What the debtor's owner found at the debit step. The same rules version scores both sides. */
export interface DebtorFindings {
  readonly rulesVersion: string;
  /** 0 to 1000: how likely the payer is being defrauded. */
  readonly victimScore: number;
  /** 0 to 1000: how likely the payer is a mule passing money on. */
  readonly muleScore: number;
  /** Strongest watchlist disposition on the debtor's side: index into DISPOSITIONS of @sluice/domain, 0 where none. */
  readonly disposition: number;
  readonly reasons: readonly Reason[];
  readonly missingEvidence: readonly string[];
  /** Scenario candidates with their weight, strongest first. */
  readonly scenarios: readonly (readonly [name: string, weight: number])[];
}

/** The CREDIT entry's part in front of the transfer: with it the creditor's owner decides without asking anyone. */
export interface DebtorAssessment extends DebtorFindings {
  /**
   * Customer references of the debtor's holders, so that the creditor's owner can tell an own account; empty where the
   * core says itself whether the holders are the same.
   */
  readonly holderIds: readonly string[];
}

/** Findings as bytes. Those in which nothing fired are few and shared: their bytes are made once. */
export class FindingsEncoder {
  private readonly known = new WeakMap<DebtorFindings, Uint8Array>();
  private last: DebtorFindings | null = null;
  private lastBytes: Uint8Array = new Uint8Array(0);
  private readonly writer = new ByteWriter(512);

  /** The bytes, valid until the next call. Findings without reasons must not change afterwards. */
  encode(findings: DebtorFindings): Uint8Array {
    if (findings === this.last) return this.lastBytes;
    if (findings.reasons.length > 0) {
      this.writer.clear();
      writeFindings(this.writer, findings);
      return this.writer.view();
    }
    let bytes = this.known.get(findings);
    if (bytes === undefined) {
      this.writer.clear();
      writeFindings(this.writer, findings);
      bytes = this.writer.copy();
      this.known.set(findings, bytes);
    }
    this.last = findings;
    this.lastBytes = bytes;
    return bytes;
  }
}

const FINDINGS_KNOWN_MAX = 64;

/** Reads findings; those in which nothing fired are few, so that equal bytes give the same frozen object again. */
export class FindingsDecoder {
  private readonly known: { readonly bytes: Uint8Array; readonly findings: DebtorFindings }[] = [];

  /** Takes the findings off the reader. */
  decode(reader: ByteReader): DebtorFindings {
    const length = reader.varint();
    const { bytes, position } = reader;
    const { known } = this;
    for (let i = 0; i < known.length; i++) {
      const candidate = known[i]!;
      if (candidate.bytes.length !== length || !equal(candidate.bytes, bytes, position)) continue;
      if (i > 0) {
        known[i] = known[0]!;
        known[0] = candidate;
      }
      reader.skip(length);
      return candidate.findings;
    }
    const findings = readFindings(reader, length);
    if (findings.reasons.length > 0 || known.length >= FINDINGS_KNOWN_MAX) return findings;
    const kept = Object.freeze(findings);
    known.push({
      bytes: Uint8Array.prototype.slice.call(bytes, position, position + length),
      findings: kept,
    });
    return kept;
  }
}

/** The CREDIT entry's part in front of the transfer: length of the findings, findings, holders. */
export function writeCreditHead(
  writer: ByteWriter,
  findings: Uint8Array,
  holderIds: readonly string[],
): void {
  writer.varint(findings.length);
  writer.bytes(findings);
  writer.varint(holderIds.length);
  for (const holder of holderIds) writer.string(holder);
}

/** Steps over what stands in front of the transfer. */
export function skipCreditHead(reader: ByteReader): void {
  reader.skip(reader.varint());
  for (let holders = reader.varint(); holders > 0; holders--) reader.skipString();
}

/** The holders that follow the findings. */
export function readHolders(reader: ByteReader): readonly string[] {
  return list(reader, (from) => from.string());
}

/** The CREDIT entry's part in front of the transfer, as one object. */
export function readDebtorAssessment(reader: ByteReader): DebtorAssessment {
  const findings = readFindings(reader, reader.varint());
  return { ...findings, holderIds: readHolders(reader) };
}

export function writeDebtorAssessment(writer: ByteWriter, assessment: DebtorAssessment): void {
  writeCreditHead(writer, new FindingsEncoder().encode(assessment), assessment.holderIds);
}

function writeFindings(writer: ByteWriter, findings: DebtorFindings): void {
  writer.string(findings.rulesVersion);
  writer.varint(findings.victimScore);
  writer.varint(findings.muleScore);
  writer.u8(findings.disposition);
  writer.varint(findings.reasons.length);
  for (const reason of findings.reasons) writeReason(writer, reason);
  writer.varint(findings.missingEvidence.length);
  for (const name of findings.missingEvidence) writer.string(name);
  writer.varint(findings.scenarios.length);
  for (const [name, weight] of findings.scenarios) {
    writer.string(name);
    writer.f64(weight);
  }
}

function readFindings(reader: ByteReader, length: number): DebtorFindings {
  const end = reader.position + length;
  const findings = {
    rulesVersion: reader.string(),
    victimScore: reader.varint(),
    muleScore: reader.varint(),
    disposition: reader.u8(),
    reasons: list(reader, readReason),
    missingEvidence: list(reader, (from) => from.string()),
    scenarios: list(reader, (from): [string, number] => [from.string(), from.f64()]),
  };
  if (reader.position !== end) throw new FrameFormatError(`findings of ${length} bytes do not end there`);
  return findings;
}

function equal(known: Uint8Array, bytes: Uint8Array, at: number): boolean {
  // The end first: versions and names are alike at the beginning.
  for (let i = known.length - 1; i >= 0; i--) if (known[i] !== bytes[at + i]) return false;
  return true;
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
