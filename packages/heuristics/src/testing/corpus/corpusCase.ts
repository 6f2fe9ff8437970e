import type { AccountFeatures } from '@sluice/account-state';
import type { Transfer } from '@sluice/domain';
import type { ListingView } from '../../leg/listingView';
import type { DecisionFacts } from '../../scoring/outcome';

/** Everything that one decision depends on, apart from the rules. */
export interface CorpusCase {
  readonly transfer: Transfer;
  readonly debtor: AccountFeatures;
  readonly creditor: AccountFeatures;
  readonly debtorListings: Readonly<ListingView>;
  readonly creditorListings: Readonly<ListingView>;
  readonly facts: DecisionFacts;
  readonly lateAtDebit: boolean;
  readonly lateAtCredit: boolean;
  /** The core does not say whose account it is, and the creditor's owner sees that both have one holder. */
  readonly sameHolderFound: boolean;
}

/** How the cases of a corpus come about. EVERYDAY: honest life. FRAUD: scams and mules. WILD: any value in any field. */
export type Profile = 'EVERYDAY' | 'FRAUD' | 'WILD';

/** Currencies of the corpus with the minor units that one euro cent is worth there, roughly. */
export const MINOR_PER_CENT: Readonly<Record<string, number>> = { EUR: 1, GBP: 1, CNY: 8, JPY: 2, BHD: 10 };
