import type { Disposition } from '@sluice/domain';
import { appliesToSide, type ListingHit } from '../../leg/listingView';
import type { ParameterSpec, Step } from '../../rule/rule';

/** BLOCKED always holds (see `decide`); its reason shows the whole score. */
const BLOCKED_POINTS = 1_000;

export const LISTING_PARAMETERS = {
  confirmedFraud: { unit: 'points', min: 0, max: 1_000, meaning: 'points where listed as CONFIRMED_FRAUD' },
  suspected: { unit: 'points', min: 0, max: 1_000, meaning: 'points where listed as SUSPECTED' },
} as const satisfies Record<string, ParameterSpec>;
export type ListingParameter = keyof typeof LISTING_PARAMETERS;

/** Points of one condition on one side; TRUSTED brings none, it acts in `decide`. */
export function pointsOfHit(
  hit: ListingHit,
  step: Step,
  parameters: Readonly<Record<ListingParameter, number>>,
): number {
  if (!appliesToSide(hit, step)) return 0;
  if (hit.disposition === 'BLOCKED') return BLOCKED_POINTS;
  if (hit.disposition === 'CONFIRMED_FRAUD') return parameters.confirmedFraud;
  return hit.disposition === 'SUSPECTED' ? parameters.suspected : 0;
}

const WORDS: Readonly<Record<Disposition, string>> = {
  UNKNOWN: 'listed',
  BLOCKED: 'blocked',
  TRUSTED: 'trusted',
  CONFIRMED_FRAUD: 'listed as confirmed fraud',
  SUSPECTED: 'listed as suspected',
};

/** `blocked`, `listed as confirmed fraud` … */
export function dispositionWords(disposition: Disposition): string {
  return WORDS[disposition];
}
