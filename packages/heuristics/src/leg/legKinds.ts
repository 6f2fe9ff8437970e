import type { LegView } from './legView';

/** The payer pushes money to someone: what scams and mules use. Cards, pulls by the payee and the bank's own bookings are not. */
export function isPush(leg: LegView): boolean {
  return leg.kind === 'CREDIT_TRANSFER' || leg.kind === 'OTHER';
}

/** Ordered by someone just now, and not by an instruction that was given long before. */
export function isOrderedNow(leg: LegView): boolean {
  return leg.initiation !== 'BATCH' && leg.initiation !== 'STANDING_ORDER';
}

/** A push that a person (or whoever holds the person's phone) orders at this moment. */
export function isOrderedPush(leg: LegView): boolean {
  return isPush(leg) && isOrderedNow(leg);
}

/** Money that goes to where no bank sees it: cash, a crypto exchange, an e-money wallet. */
export function leavesSight(leg: LegView): boolean {
  return leg.kind === 'CASH_WITHDRAWAL' || isCryptoOrWallet(leg);
}

export function isCryptoOrWallet(leg: LegView): boolean {
  return leg.creditorKind === 'CRYPTO_EXCHANGE' || leg.creditorKind === 'WALLET';
}

/** A way by which a mule passes money on: a push, cash, or an exit by card. */
export function isPassingOn(leg: LegView): boolean {
  return leg.initiation !== 'BATCH' && (isPush(leg) || leavesSight(leg));
}

/** Money coming back: counted in windows, always allowed. */
export function isGivingBack(leg: LegView): boolean {
  return leg.kind === 'RETURN' || leg.kind === 'REVERSAL';
}

/** The bank's own booking: nobody decides anything by it, only lists apply. */
export function isBanksOwn(leg: LegView): boolean {
  return leg.kind === 'FEE' || leg.kind === 'LOAN_DRAWDOWN';
}
