import type { CreditorKind, Initiation, TransferKind } from '@sluice/domain';

/**
 * What the kind, the initiation and the payee's kind of a transfer say of it, worked out once per leg as bits of one
 * number: most rules speak of one or two of these, so most are ruled out by one comparison.
 */
export const LEG_TRAITS = {
  /** The payer pushes money to someone: what scams and mules use. Cards, pulls by the payee and the bank's own bookings are not. */
  PUSH: 1 << 0,
  /** Ordered by someone just now, and not by an instruction that was given long before. */
  ORDERED_NOW: 1 << 1,
  /** To a crypto exchange or an e-money wallet. */
  CRYPTO_OR_WALLET: 1 << 2,
  /** Money that goes to where no bank sees it: cash, a crypto exchange, an e-money wallet. */
  LEAVES_SIGHT: 1 << 3,
  /** A way by which a mule passes money on: a push, cash, or an exit by card. */
  PASSING_ON: 1 << 4,
  /** A push, or to crypto or a wallet by whatever way: how a scam takes its money. */
  PUSH_OR_CRYPTO: 1 << 5,
  /** Money coming back: counted in windows, always allowed. */
  GIVING_BACK: 1 << 6,
  /** The bank's own booking: nobody decides anything by it, only lists apply. */
  BANKS_OWN: 1 << 7,
} as const;
export type LegTrait = keyof typeof LEG_TRAITS;
/** Every combination of traits is below this. */
export const LEG_TRAITS_END = 1 << Object.keys(LEG_TRAITS).length;

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

/** The traits of a transfer, as bits of `LEG_TRAITS`. */
export function traitsOf(kind: TransferKind, initiation: Initiation, creditorKind: CreditorKind): number {
  const ordered = initiation !== 'BATCH' && initiation !== 'STANDING_ORDER' ? ORDERED_NOW : 0;
  const exit =
    creditorKind === 'CRYPTO_EXCHANGE' || creditorKind === 'WALLET'
      ? CRYPTO_OR_WALLET | LEAVES_SIGHT | PUSH_OR_CRYPTO
      : 0;
  const traits = kindTraits(kind) | ordered | exit;
  const isPassingOn = initiation !== 'BATCH' && (traits & (PUSH | LEAVES_SIGHT)) !== 0;
  return isPassingOn ? traits | PASSING_ON : traits;
}

function kindTraits(kind: TransferKind): number {
  switch (kind) {
    case 'CREDIT_TRANSFER':
    case 'OTHER':
      return PUSH | PUSH_OR_CRYPTO;
    case 'CASH_WITHDRAWAL':
      return LEAVES_SIGHT;
    case 'RETURN':
    case 'REVERSAL':
      return GIVING_BACK;
    case 'FEE':
    case 'LOAN_DRAWDOWN':
      return BANKS_OWN;
    case 'CARD_PAYMENT':
    case 'DIRECT_DEBIT':
    case 'CASH_DEPOSIT':
      return 0;
  }
}

/** The bits of these traits together. */
export function traitBits(traits: readonly LegTrait[]): number {
  return traits.reduce((bits, trait) => bits | LEG_TRAITS[trait], 0);
}
