import type { AccountFeatures } from '@sluice/account-state';
import type { Reason } from '@sluice/domain';
import { defaultRules } from '../defaultRules';
import type { LegView } from '../leg/legView';
import { type ListingView, NO_LISTINGS } from '../leg/listingView';
import { assessCreditor, assessDebtor } from '../scoring/assess';
import type { Assessment } from '../scoring/assessment';
import { compileRules } from '../scoring/compile';

/** What one rule of the default file found on one side. */
export interface Firing {
  /** 0 where it did not fire. */
  readonly points: number;
  readonly reason: Reason | null;
  /** It is named in missingEvidence. */
  readonly isMissing: boolean;
}

/** Runs one rule alone on the debtor's side, with its default settings. */
export function onDebtor(
  rule: string,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView> = NO_LISTINGS,
): Firing {
  return firing(rule, assessDebtor(only(rule), leg, own, listings));
}

/** Runs one rule alone on the creditor's side, with its default settings. */
export function onCreditor(
  rule: string,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView> = NO_LISTINGS,
): Firing {
  return firing(rule, assessCreditor(only(rule), leg, own, listings, { reasons: [] }));
}

function only(rule: string) {
  return compileRules({ ...defaultRules, rules: { [rule]: defaultRules.rules[rule] } });
}

function firing(rule: string, assessment: Assessment): Firing {
  const reason = assessment.reasons.find((one) => one.rule === rule) ?? null;
  return {
    points: reason?.points ?? 0,
    reason,
    isMissing: assessment.missingEvidence.includes(rule),
  };
}
