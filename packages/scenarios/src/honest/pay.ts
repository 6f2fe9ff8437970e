import type { Channel, NameMatch, Transfer } from '@sluice/domain';
import type { Payment } from '../core/payment';
import { submitPayment } from '../core/submit';
import { isOurs, type Party } from '../population/party';
import { type Person, payeeAddedAt } from '../population/person';
import { chance, fraction, pick, type Random } from '../simulation/random';
import { type HonestPattern, honest } from '../truth/label';
import type { World } from '../world';

/** What a payment of a person may say beyond the person's habits. */
export type PaymentDetails = Omit<Payment, 'debtor' | 'creditor' | 'amountMinor' | 'label'> & {
  /** The account that pays; the current account where it is left out. */
  readonly from?: Party;
};

/** A credit transfer that a person orders from the phone or the web, as that person does; null where money is short. */
export function payByTransfer(
  world: World,
  person: Person,
  creditor: Party,
  amountMinor: number,
  pattern: HonestPattern,
  details: PaymentDetails = {},
): Transfer | null {
  const { random } = person;
  const { from, ...rest } = details;
  const known = person.payees.has(creditor);
  const channel: Channel = details.channel ?? (chance(random, 0.72) ? 'MOBILE' : 'WEB');
  const atDevice = channel === 'MOBILE' || channel === 'WEB';
  return submitPayment(world.core, {
    debtor: from ?? person.current,
    creditor,
    amountMinor,
    label: honest(pattern),
    channel,
    ...(atDevice
      ? {
          deviceId: person.deviceId,
          ipAddress: chance(random, 0.04)
            ? pick(random, world.population.business.publicAddresses)
            : person.ipAddress,
          country: 'DE',
          location: person.location,
          signals: honestSignals(person, known, world.core.clock.now),
        }
      : {}),
    payeeAddedAt: payeeAddedAt(person, creditor, world.core.clock.now),
    nameMatch: honestNameMatch(random, creditor, known),
    ...rest,
  });
}

// Honest people, too, telephone while they pay, paste a payee from an invoice, have someone help them from afar.
function honestSignals(person: Person, known: boolean, now: number): readonly string[] {
  const { random } = person;
  const signals: string[] = [];
  if (person.newDeviceUntil > now) {
    signals.push('NEW_DEVICE');
    if (person.newCredentials) signals.push('CREDENTIALS_CHANGED');
  }
  if (!known && chance(random, 0.25)) signals.push('PASTED_PAYEE');
  if (chance(random, known ? 0.004 : 0.02)) signals.push('ACTIVE_CALL');
  if (chance(random, 0.001)) signals.push('REMOTE_ACCESS');
  return signals;
}

/** Confirmation of payee as honest payers see it: nicknames and maiden names give CLOSE, some banks do not answer. */
export function honestNameMatch(random: Random, creditor: Party, known: boolean): NameMatch {
  const u = fraction(random);
  if (known) return u < 0.95 ? 'MATCH' : u < 0.985 ? 'CLOSE' : 'NOT_CHECKED';
  if (isOurs(creditor)) return u < 0.89 ? 'MATCH' : u < 0.97 ? 'CLOSE' : 'NO_MATCH';
  return u < 0.6 ? 'MATCH' : u < 0.68 ? 'CLOSE' : u < 0.7 ? 'NO_MATCH' : 'NOT_CHECKED';
}

/** A card payment in a shop or online: settled when it is published. */
export function payByCard(
  world: World,
  person: Person,
  shop: Party,
  amountMinor: number,
  pattern: HonestPattern,
): Transfer | null {
  const online = chance(person.random, 0.3);
  return submitPayment(world.core, {
    debtor: person.current,
    creditor: shop,
    amountMinor,
    kind: 'CARD_PAYMENT',
    label: honest(pattern),
    channel: online ? 'WEB' : 'POS',
    country: 'DE',
    ...(online ? { ipAddress: person.ipAddress } : { location: person.location }),
    purpose: 'CCRD',
  });
}

/** Money that comes in from another bank; published here as that bank sends it. */
export function receive(
  world: World,
  from: Party,
  to: Party,
  amountMinor: number,
  pattern: HonestPattern,
  details: Omit<Payment, 'debtor' | 'creditor' | 'amountMinor' | 'label'> = {},
): Transfer | null {
  return submitPayment(world.core, {
    debtor: from,
    creditor: to,
    amountMinor,
    label: honest(pattern),
    channel: 'OTHER',
    ...details,
  });
}
