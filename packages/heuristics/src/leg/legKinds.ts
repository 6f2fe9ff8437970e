import { LEG_TRAITS } from './legTraits';
import type { LegView } from './legView';

const {
  PUSH,
  ORDERED_NOW,
  CRYPTO_OR_WALLET,
  LEAVES_SIGHT,
  PASSING_ON,
  PUSH_OR_CRYPTO,
  GIVING_BACK,
  BANKS_OWN,
} = LEG_TRAITS;
const ORDERED_PUSH = PUSH | ORDERED_NOW;

/** See `LEG_TRAITS`, also for the others of this file. */
export function isPush(leg: LegView): boolean {
  return (leg.traits & PUSH) !== 0;
}

export function isOrderedNow(leg: LegView): boolean {
  return (leg.traits & ORDERED_NOW) !== 0;
}

/** A push that a person (or whoever holds the person's phone) orders at this moment. */
export function isOrderedPush(leg: LegView): boolean {
  return (leg.traits & ORDERED_PUSH) === ORDERED_PUSH;
}

export function leavesSight(leg: LegView): boolean {
  return (leg.traits & LEAVES_SIGHT) !== 0;
}

export function isCryptoOrWallet(leg: LegView): boolean {
  return (leg.traits & CRYPTO_OR_WALLET) !== 0;
}

export function isPushOrCrypto(leg: LegView): boolean {
  return (leg.traits & PUSH_OR_CRYPTO) !== 0;
}

export function isPassingOn(leg: LegView): boolean {
  return (leg.traits & PASSING_ON) !== 0;
}

export function isGivingBack(leg: LegView): boolean {
  return (leg.traits & GIVING_BACK) !== 0;
}

export function isBanksOwn(leg: LegView): boolean {
  return (leg.traits & BANKS_OWN) !== 0;
}
