import { mergedEvidence, type Verdict } from './verdict';

function allowed(missingEvidence: readonly string[]): Verdict {
  return Object.freeze({
    outcome: 'ALLOW',
    debtorScore: 0,
    creditorScore: 0,
    combinedScore: 0,
    reasons: Object.freeze([]),
    missingEvidence,
    scenario: null,
    payerReason: null,
    warning: null,
  });
}

const NOTHING_MISSING: Verdict = allowed(Object.freeze([]));
const KNOWN_MAX = 32;

interface Known {
  readonly debtor: readonly string[];
  readonly creditor: readonly string[];
  readonly verdict: Verdict;
}

/**
 * Verdicts on transfers of which nothing is to be said but what could not be asked. Both steps make the assessments of such legs
 * once, so that the lists of what is missing are few and can be told apart by reference; the verdicts are made once, too.
 */
export class AllowedVerdicts {
  private readonly known: Known[] = [];
  private next = 0;

  /** ALLOW, with what is missing on either side. */
  of(debtor: readonly string[], creditor: readonly string[]): Verdict {
    if (debtor.length === 0 && creditor.length === 0) return NOTHING_MISSING;
    for (const one of this.known) {
      if (one.debtor === debtor && one.creditor === creditor) return one.verdict;
    }
    const verdict = allowed(mergedEvidence(debtor, creditor));
    // Bounded: a caller that makes its lists anew every time only gets nothing from this.
    this.known[this.next] = { debtor, creditor, verdict };
    this.next = (this.next + 1) % KNOWN_MAX;
    return verdict;
  }
}
