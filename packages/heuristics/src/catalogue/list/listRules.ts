import type { AccountFeatures } from '@sluice/account-state';
import { maskAccount } from '@sluice/domain';
import type { LegView } from '../../leg/legView';
import { appliesToSide, type ListingHit, type ListingView } from '../../leg/listingView';
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
/** Whether a value was there to look up: it is MISSING where it should have been and was not. */
type Presence = (leg: LegView, own: AccountFeatures) => 'PRESENT' | 'NONE' | 'MISSING';

function sideRule(
  kind: Kind,
  step: Step,
  victim: boolean,
  presence: Presence,
  who: (leg: LegView) => string,
): SideRule<ListingParameter> {
  return {
    victim,
    mule: true,
    needs: 'LISTINGS',
    measure(leg, own, parameters, listings) {
      const hit = listings[kind];
      if (hit !== null) return pointsOfHit(hit, step, parameters);
      const present = presence(leg, own);
      return present === 'MISSING' ? MISSING : NOT_APPLICABLE;
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

const always: Presence = () => 'PRESENT';
/** A session over the network should carry it; at a counter, a cash machine or a till there is none. */
function overNetwork(value: (leg: LegView) => string | null): Presence {
  return (leg) => {
    if (value(leg) !== null) return 'PRESENT';
    const isRemote = leg.channel === 'MOBILE' || leg.channel === 'WEB';
    return isRemote && leg.debtorOwnership === 'OURS' ? 'MISSING' : 'NONE';
  };
}
/** An account of ours whose master data are not known might have a phone; one that is known without has none. */
function boundPhone(ownership: (leg: LegView) => string): Presence {
  return (leg, own) => {
    if (own.phone !== null) return 'PRESENT';
    return ownership(leg) === 'OURS' && !own.masterKnown ? 'MISSING' : 'NONE';
  };
}

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
    always,
    (leg) => `Paying account ${maskAccount(leg.debtorAccount)}`,
  ),
  creditor: sideRule(
    'account',
    'CREDITOR',
    false,
    always,
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
  debtor: sideRule(
    'device',
    'DEBTOR',
    true,
    overNetwork((leg) => leg.deviceId),
    () => "The payer's device",
  ),
});

export const listIp = defineRule<ListingParameter>({
  id: 'list.ip',
  family: 'list',
  source: SOURCES.watchlist,
  meaning: "The payer's IP address is on the watchlist.",
  measure: MEASURE,
  parameters: LISTING_PARAMETERS,
  debtor: sideRule(
    'ip',
    'DEBTOR',
    true,
    overNetwork((leg) => leg.ipAddress),
    () => "The payer's IP address",
  ),
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
    boundPhone((leg) => leg.debtorOwnership),
    (leg) => `The phone bound to ${maskAccount(leg.debtorAccount)}`,
  ),
  creditor: sideRule(
    'phone',
    'CREDITOR',
    false,
    boundPhone((leg) => leg.creditorOwnership),
    (leg) => `The phone bound to ${maskAccount(leg.creditorAccount)}`,
  ),
});
