import type { AccountFeatures } from '@sluice/account-state';
import type { LegTrait } from '../leg/legTraits';
import type { LegView } from '../leg/legView';
import type { ListingView } from '../leg/listingView';

/** Rules of one family correlate, so their points are capped together (`familyCaps` of the rules file). */
export const FAMILIES = ['velocity', 'victim', 'mule', 'list', 'trust'] as const;
export type Family = (typeof FAMILIES)[number];
export type RuleId = `${Family}.${string}`;

/** DEBTOR: scored by the debtor's owner on the debit leg. CREDITOR: by the creditor's owner on the credit leg. */
export type Step = 'DEBTOR' | 'CREDITOR';

/**
 * A measure is a number at or above 0, or one of these two. Numbers and not a union type, because every rule is measured
 * for every leg and nothing may be allocated for it.
 */
export const NOT_APPLICABLE = -1;
/** The rule applies, but an input is unknown: it is named in missingEvidence. */
export const MISSING = Number.NaN;

/** `amount`: whole major units of the currency in the file, minor units where the rule reads it. */
export type ParameterUnit = 'amount' | 'percent' | 'count' | 'days' | 'hours' | 'points' | 'years';

export interface ParameterSpec {
  readonly unit: ParameterUnit;
  /** Bounds of what the rules file may say, both included; amounts in major units of the reference currency. */
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

export interface MeasureSpec {
  readonly unit: 'percent' | 'times' | 'count' | 'days' | 'minutes' | 'years' | 'points' | 'level';
  /** What the number is, in words. */
  readonly meaning: string;
  /** Largest value that can occur or that a band may name. */
  readonly max: number;
  /** MORE: the larger the stronger (bands say `atLeast`). LESS: the smaller the stronger (`atMost`). POINTS: it is the points. */
  readonly strength: 'MORE' | 'LESS' | 'POINTS';
}

/** Parameters as the rule reads them: amounts in minor units of the leg's currency. */
export type Parameters<K extends string> = Readonly<Record<K, number>>;

export interface Explanation {
  /** One sentence with the numbers, for an analyst. */
  readonly detail: string;
  readonly evidence: Readonly<Record<string, number>>;
}

/**
 * Conditions without which a rule neither brings points nor lacks evidence, so that it need not be measured. They are weaker
 * than its measure, which stands by itself: leaving one out costs time and changes nothing. Values name parameters.
 */
export interface OnlyIf<K extends string> {
  /** The transfer has all of these traits. */
  readonly leg?: readonly LegTrait[];
  /** The amount of the leg is at least this. */
  readonly amountFrom?: K;
  /** What came in within 24 h (`receivedMinor24h`) is at least this. */
  readonly received24hFrom?: K;
  /** What came in within 7 d, a credit that is being scored included, is at least this. */
  readonly received7dFrom?: K;
  /** What went out within 24 h, and the amount of the leg, are at least this. */
  readonly sent24hFrom?: K;
  /** The counterparty is not known to the account, or has been for at most this time. */
  readonly counterparty?: 'NEW' | { readonly knownAtMost: K };
}

/** How a rule reads one side of a leg. */
export interface SideRule<K extends string> {
  /** Whether the points count for "the debtor is being defrauded". */
  readonly victim: boolean;
  /** Whether the points count for "this side's account is a mule". */
  readonly mule: boolean;
  /** At the credit step: whether the points also count for "the debtor is a mule". */
  readonly payerMule?: boolean;
  /**
   * What it needs: LISTINGS; LEG, the transfer's own fields; PARTIAL, windows that may be partial (the measure is then a lower
   * bound, true as far as it goes); WHOLE, the account as only its own bank sees it.
   */
  readonly needs: 'LISTINGS' | 'LEG' | 'PARTIAL' | 'WHOLE';
  readonly onlyIf?: OnlyIf<NoInfer<K>>;
  measure(
    leg: LegView,
    own: AccountFeatures,
    parameters: Parameters<K>,
    listings: Readonly<ListingView>,
  ): number;
  /** Called only where the measure brought points. */
  explain(
    leg: LegView,
    own: AccountFeatures,
    parameters: Parameters<K>,
    measure: number,
    listings: Readonly<ListingView>,
  ): Explanation;
}

export interface RuleDefinition<K extends string = string> {
  readonly id: RuleId;
  readonly family: Family;
  /** Public source of the indicator. */
  readonly source: string;
  /** What it looks for, in one sentence. */
  readonly meaning: string;
  readonly measure: MeasureSpec;
  readonly parameters: Readonly<Record<K, ParameterSpec>>;
  readonly debtor?: SideRule<K>;
  readonly creditor?: SideRule<K>;
}

/** Checks a definition's types where it is written and forgets the names of its parameters, so that rules fit one list. */
export function defineRule<K extends string>(definition: RuleDefinition<K>): RuleDefinition {
  return definition;
}

/** The family that a rule id names. */
export function familyOf(rule: string): Family {
  const name = rule.slice(0, rule.indexOf('.'));
  const family = FAMILIES.find((candidate) => candidate === name);
  if (family === undefined) throw new RangeError(`${rule} names no family of rules`);
  return family;
}
