import type { AccountFeatures } from '@sluice/account-state';
import { PERSPECTIVES } from '@sluice/domain';
import { type ListingView, NO_LISTINGS } from '../../leg/listingView';
import { type CorpusCase, MINOR_PER_CENT, type Profile } from './corpusCase';
import { everydayFeatures, fraudFeatures, wildFeatures } from './corpusFeatures';
import { everydayTransfer, fraudTransfer, wildTransfer } from './corpusTransfers';
import { type Dice, diceOf } from './dice';

const SIDES = {
  EVERYDAY: { transfer: everydayTransfer, features: everydayFeatures, listedPercent: 0 },
  FRAUD: { transfer: fraudTransfer, features: fraudFeatures, listedPercent: 3 },
  WILD: { transfer: wildTransfer, features: wildFeatures, listedPercent: 25 },
} as const;

/** `count` cases of a profile, the same in every run; `currencies` in equal shares. */
export function corpus(
  profile: Profile,
  count: number,
  seed: number,
  currencies: readonly string[] = Object.keys(MINOR_PER_CENT),
): CorpusCase[] {
  const dice = diceOf(seed);
  return Array.from({ length: count }, () => corpusCase(dice, profile, dice.pick(currencies)));
}

function corpusCase(dice: Dice, profile: Profile, currency: string): CorpusCase {
  const { transfer, features, listedPercent } = SIDES[profile];
  const scale = MINOR_PER_CENT[currency] ?? 1;
  const isWild = profile === 'WILD';
  const creditor = features(dice, scale);
  return {
    transfer: transfer(dice, currency, scale),
    debtor: features(dice, scale),
    creditor,
    debtorListings: listings(dice, listedPercent),
    creditorListings: listings(dice, listedPercent),
    facts: factsOf(dice, creditor, isWild),
    lateAtDebit: dice.chance(isWild ? 20 : 1),
    lateAtCredit: dice.chance(isWild ? 20 : 1),
    sameHolderFound: dice.chance(30),
  };
}

function factsOf(dice: Dice, creditor: AccountFeatures, isWild: boolean) {
  const facts = {
    holdLimitReached: isWild && dice.chance(20),
    creditorAccountKind: creditor.masterKnown ? creditor.kind : null,
    creditorProtection: creditor.protection,
  };
  return isWild && dice.chance(50)
    ? { ...facts, language: dice.pick(['zh-Hans-CN', 'en', 'de', 'zh']) }
    : facts;
}

function listings(dice: Dice, percent: number): Readonly<ListingView> {
  if (!dice.chance(percent)) return NO_LISTINGS;
  const hit = () =>
    dice.maybe(40, {
      disposition: dice.pick(['UNKNOWN', 'BLOCKED', 'TRUSTED', 'CONFIRMED_FRAUD', 'SUSPECTED'] as const),
      perspective: dice.pick(PERSPECTIVES),
    });
  return { account: hit(), device: hit(), ip: hit(), phone: hit() };
}
