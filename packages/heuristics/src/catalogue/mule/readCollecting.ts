import type { AccountFeatures } from '@sluice/account-state';
import { isPush } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { windowed } from '../../rule/read';

/** Payers push money to it, and it is no shop: a shop's many payers are its trade. */
export function isCollecting(leg: LegView, own: AccountFeatures): boolean {
  return isPush(leg) && own.kind !== 'MERCHANT' && leg.creditorKind !== 'MERCHANT';
}

/** Distinct payers of a window, this one included; one who paid before but not within the window is not counted again. */
export function payersWithThis(own: AccountFeatures, window: number): number {
  return windowed(own.in.distinct, window) + (own.counterpartyKnown ? 0 : 1);
}

/** Of these, who had never paid before the window. */
export function freshPayersWithThis(own: AccountFeatures, window: number): number {
  return windowed(own.in.fresh, window) + (own.counterpartyKnown ? 0 : 1);
}

/** Sum of a window, this payment included, minor units. */
export function receivedWithThis(leg: LegView, own: AccountFeatures, window: number): number {
  return windowed(own.in.sumMinor, window) + leg.amountMinor;
}
