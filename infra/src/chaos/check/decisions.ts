import { collectDifferences, type Differences } from './differences';

/** A decision as it lies on the topic. */
export interface SeenDecision {
  readonly decisionId: string;
  readonly transferId: string;
  /** Checksum of the record's bytes. */
  readonly digest: string;
}

export interface DecisionsChecked {
  /** Transfers that have a decision. */
  readonly decided: number;
  /** Decisions that came again with the same bytes, which readers drop by their id. */
  readonly repeated: number;
  readonly missing: number;
  /** Decisions that differ from one before. */
  readonly twice: number;
  readonly invented: number;
  readonly differences: Differences;
}

/** Every transfer that was to be decided has exactly one distinct decision; no other has any. */
export function checkDecisions(
  toDecide: ReadonlySet<string>,
  decisions: Iterable<SeenDecision>,
): DecisionsChecked {
  const differences = collectDifferences();
  const first = new Map<string, SeenDecision>();
  let repeated = 0;
  let twice = 0;
  let invented = 0;
  for (const decision of decisions) {
    const { decisionId, transferId, digest } = decision;
    const before = first.get(transferId);
    if (before === undefined) {
      first.set(transferId, decision);
      if (toDecide.has(transferId)) continue;
      invented += 1;
      differences.add(`decision ${decisionId} is of transfer ${transferId}, which was not to be decided`);
    } else if (before.decisionId === decisionId && before.digest === digest) {
      repeated += 1;
    } else {
      twice += 1;
      differences.add(
        `transfer ${transferId} has two decisions that differ: ${before.decisionId} and ${decisionId}${before.decisionId === decisionId ? ' with other bytes' : ''}`,
      );
    }
  }
  let missing = 0;
  for (const transferId of toDecide) {
    if (first.has(transferId)) continue;
    missing += 1;
    differences.add(`transfer ${transferId} was published and has no decision`);
  }
  return {
    decided: first.size - invented,
    repeated,
    missing,
    twice,
    invented,
    differences: differences.result('decisions'),
  };
}
