import type { AccountFeatures } from '@sluice/account-state';
import { maskAccount } from '@sluice/domain';
import type { LegView } from '../../leg/legView';
import { appliesToSide, type ListingHit, type ListingView } from '../../leg/listingView';
import { lacksDevice, lacksIp, lacksPhone } from '../../leg/lookedUp';
import { defineRule, MISSING, NOT_APPLICABLE, type SideRule, type Step } from '../../rule/rule';
import { SOURCES } from '../sources';
import { dispositionWords, LISTING_PARAMETERS, type ListingParameter, pointsOfHit } from './listing';

const MEASURE = {
  unit: 'points',
  meaning: 'points of the condition',
  max: 1_000,
  strength: 'POINTS',
} as const;

type Kind = keyof ListingView;
/** True where there should have been a value to look up and was none. */
type Lacks = (leg: LegView, own: AccountFeatures, step: Step) => boolean;

function sideRule(
  kind: Kind,
  step: Step,
  victim: boolean,
  lacks: Lacks,
  who: (leg: LegView) => string,
): SideRule<ListingParameter> {
  return {
    victim,
    mule: true,
    needs: 'LISTINGS',
    measure(leg, own, parameters, listings) {
      const hit = listings[kind];
      if (hit !== null) return pointsOfHit(hit, step, parameters);
      return lacks(leg, own, step) ? MISSING : NOT_APPLICABLE;
    },
    explain(leg, _own, _parameters, measure, listings) {
      return {
        detail: `${who(leg)} is ${conditionWords(listings[kind], step)}.`,
        evidence: { listed: 1, points: measure },
      };
    },
  };
}

function conditionWords(hit: ListingHit | null, step: Step): string {
  if (hit === null || !appliesToSide(hit, step))
    throw new Error('a listing rule was explained without a hit');
  return dispositionWords(hit.disposition);
}

const never: Lacks = () => false;

export const listAccount = defineRule<ListingParameter>({
  id: 'list.account',
  family: 'list',
  source: SOURCES.watchlist,
  meaning: 'The account on this side is on the watchlist.',
  measure: MEASURE,
  parameters: LISTING_PARAMETERS,
  debtor: sideRule(
    'account',
    'DEBTOR',
    false,
    never,
    (leg) => `Paying account ${maskAccount(leg.debtorAccount)}`,
  ),
  creditor: sideRule(
    'account',
    'CREDITOR',
    false,
    never,
    (leg) => `Receiving account ${maskAccount(leg.creditorAccount)}`,
  ),
});

/** A known bad device in a payer's session: the payer is a mule, or someone else holds the payer's account. */
export const listDevice = defineRule<ListingParameter>({
  id: 'list.device',
  family: 'list',
  source: SOURCES.watchlist,
  meaning: "The payer's device is on the watchlist.",
  measure: MEASURE,
  parameters: LISTING_PARAMETERS,
  debtor: sideRule('device', 'DEBTOR', true, lacksDevice, () => "The payer's device"),
});

export const listIp = defineRule<ListingParameter>({
  id: 'list.ip',
  family: 'list',
  source: SOURCES.watchlist,
  meaning: "The payer's IP address is on the watchlist.",
  measure: MEASURE,
  parameters: LISTING_PARAMETERS,
  debtor: sideRule('ip', 'DEBTOR', true, lacksIp, () => "The payer's IP address"),
});

export const listPhone = defineRule<ListingParameter>({
  id: 'list.phone',
  family: 'list',
  source: SOURCES.watchlist,
  meaning: 'The phone bound to the account on this side is on the watchlist.',
  measure: MEASURE,
  parameters: LISTING_PARAMETERS,
  debtor: sideRule(
    'phone',
    'DEBTOR',
    false,
    lacksPhone,
    (leg) => `The phone bound to ${maskAccount(leg.debtorAccount)}`,
  ),
  creditor: sideRule(
    'phone',
    'CREDITOR',
    false,
    lacksPhone,
    (leg) => `The phone bound to ${maskAccount(leg.creditorAccount)}`,
  ),
});
