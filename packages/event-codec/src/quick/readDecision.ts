import { type Decision, isInstant, OUTCOMES, type Reason } from '@sluice/domain';
import { NOT_PLAIN, type QuickReader } from '../avro/quickReader';

/** The fields of `decision.avsc` in their order, which is that of evaluation. A test holds the two equal. */
export function readDecision(reader: QuickReader): Decision {
  return {
    decisionId: reader.string(),
    transferId: reader.string(),
    debtorAccount: reader.string(),
    creditorAccount: reader.string(),
    amountMinor: reader.long(),
    currency: reader.code(),
    occurredAt: instant(reader),
    scoredStatus: reader.code(),
    outcome: reader.symbol(OUTCOMES),
    debtorScore: reader.int(),
    creditorScore: reader.int(),
    reasons: readReasons(reader),
    missingEvidence: reader.codes(),
    scenario: reader.codeOrNull(),
    payerReason: reader.stringOrNull(),
    rulesVersion: reader.code(),
    decidedAt: instant(reader),
  };
}

function readReasons(reader: QuickReader): Reason[] {
  const reasons: Reason[] = [];
  for (let count = reader.blockCount(); count > 0; count = reader.blockCount()) {
    while (count-- > 0)
      reasons.push({
        rule: reader.code(),
        subject: reader.string(),
        points: reader.int(),
        detail: reader.string(),
        evidence: readEvidence(reader),
      });
  }
  return reasons;
}

function readEvidence(reader: QuickReader): Record<string, number> {
  const evidence: Record<string, number> = {};
  for (let count = reader.blockCount(); count > 0; count = reader.blockCount()) {
    while (count-- > 0) {
      const name = reader.code();
      // A plain assignment to this name would change the object's prototype instead.
      if (name === '__proto__') throw NOT_PLAIN;
      evidence[name] = reader.double();
    }
  }
  return evidence;
}

// A time that nothing behind could keep is refused by the general reader, in a sentence.
function instant(reader: QuickReader): number {
  const value = reader.long();
  if (!isInstant(value)) throw NOT_PLAIN;
  return value;
}
