import {
  type AccountKind,
  type Disposition,
  type Outcome,
  type StoppableTransfer,
  stopInstrumentOf,
} from '@sluice/domain';
import type { Thresholds } from '../file/rules';
import type { LegView } from '../leg/legView';
import type { Scenario } from './scenarios';
import type { Scores } from './scores';

/** What only the fold knows of the moment of the decision. */
export interface DecisionFacts {
  /** The partition has held as many payments within the minute as `limits.holdsPerMinuteMax` allows. */
  readonly holdLimitReached: boolean;
  /** Of the creditor's account record, where we have it: decides whether settled money can be frozen. */
  readonly creditorAccountKind: AccountKind | null;
  readonly creditorProtection: string | null;
  /** BCP 47 tag of the payer's language, where the bank knows it. */
  readonly language?: string;
}

/** Why a transfer that scored high enough is not held. */
export type Downgrade = 'NOT_STOPPABLE' | 'TRUSTED' | 'HOLD_LIMIT';

export interface OutcomeChoice {
  readonly outcome: Outcome;
  readonly downgrade: Downgrade | null;
}

export interface Evidence {
  readonly scores: Scores;
  readonly combined: number;
  readonly scenario: Scenario | null;
  /** The stronger of both sides'. */
  readonly disposition: Disposition;
}

const ALLOW: OutcomeChoice = Object.freeze({ outcome: 'ALLOW', downgrade: null });
const REVIEW: OutcomeChoice = Object.freeze({ outcome: 'REVIEW', downgrade: null });
const WARN: OutcomeChoice = Object.freeze({ outcome: 'WARN', downgrade: null });
const HOLD: OutcomeChoice = Object.freeze({ outcome: 'HOLD', downgrade: null });

/**
 * Thresholds and precedence. BLOCKED holds whatever the score, the limit and TRUSTED; only where there is no way to stop the
 * money (`stopInstrumentOf`: settled cash, a merchant, nobody's account ours) it can but be reviewed. TRUSTED is never held. A warning is for a payer of ours who may
 * still decide, and not for one who looks like a mule.
 */
export function chooseOutcome(
  thresholds: Thresholds,
  leg: LegView,
  evidence: Evidence,
  facts: DecisionFacts,
): OutcomeChoice {
  const own = evidence.scenario === null ? undefined : thresholds.byScenario[evidence.scenario];
  const isBlocked = evidence.disposition === 'BLOCKED';
  if (isBlocked || evidence.combined >= (own?.hold ?? thresholds.hold)) {
    if (!isStoppable(leg, facts)) return { outcome: 'REVIEW', downgrade: 'NOT_STOPPABLE' };
    if (isBlocked) return HOLD;
    if (evidence.disposition === 'TRUSTED') return { outcome: 'REVIEW', downgrade: 'TRUSTED' };
    if (facts.holdLimitReached) return { outcome: 'REVIEW', downgrade: 'HOLD_LIMIT' };
    return HOLD;
  }
  const warnFrom = own?.warn === undefined ? thresholds.warn : own.warn;
  if (warnFrom !== null && evidence.scores.victim >= warnFrom) {
    const canBeWarned = leg.status === 'INITIATED' && leg.debtorOwnership === 'OURS';
    const looksLikeMule = evidence.scores.debtorMule > evidence.scores.victim;
    return canBeWarned && !looksLikeMule ? WARN : REVIEW;
  }
  return evidence.combined >= thresholds.review ? REVIEW : ALLOW;
}

function isStoppable(leg: LegView, facts: DecisionFacts): boolean {
  const { status, kind, debtorAccount, debtorOwnership, creditorAccount, creditorOwnership, creditorKind } =
    leg;
  const { creditorAccountKind, creditorProtection } = facts;
  const stoppable: StoppableTransfer = {
    status,
    kind,
    debtorAccount,
    debtorOwnership,
    creditorAccount,
    creditorOwnership,
    creditorKind,
    creditorAccountKind,
    creditorProtection,
  };
  return stopInstrumentOf(stoppable) !== null;
}
