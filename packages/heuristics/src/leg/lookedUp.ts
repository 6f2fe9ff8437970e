import type { AccountFeatures } from '@sluice/account-state';
import type { Step } from '../rule/rule';
import type { LegView } from './legView';

// A session over the network should carry its device and address; at a counter, a cash machine or a till there is none.
function isSessionOfOurs(leg: LegView): boolean {
  const { channel } = leg;
  return (channel === 'MOBILE' || channel === 'WEB') && leg.debtorOwnership === 'OURS';
}

/** True where the payer's session should name its device and does not, so that no list can be asked. */
export function lacksDevice(leg: LegView): boolean {
  return isSessionOfOurs(leg) && !leg.hasDeviceId;
}

/** True where the payer's session should name its address and does not. */
export function lacksIp(leg: LegView): boolean {
  return isSessionOfOurs(leg) && !leg.hasIpAddress;
}

/** An account of ours whose master data are not known might have a phone; one that is known without has none. */
export function lacksPhone(leg: LegView, own: AccountFeatures, step: Step): boolean {
  const ownership = step === 'DEBTOR' ? leg.debtorOwnership : leg.creditorOwnership;
  return ownership === 'OURS' && !own.masterKnown && own.phone === null;
}

/** True where any of what lists are asked for on this side is not there. */
export function lacksAny(leg: LegView, own: AccountFeatures, step: Step): boolean {
  if (lacksPhone(leg, own, step)) return true;
  return step === 'DEBTOR' && (lacksDevice(leg) || lacksIp(leg));
}
