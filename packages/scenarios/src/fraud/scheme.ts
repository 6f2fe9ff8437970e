import type { Payment, PaymentEnd } from '../core/payment';
import { submitPayment } from '../core/submit';
import { payByTransfer } from '../honest/pay';
import { availableMinor, type Party } from '../population/party';
import { payeeAddedAt } from '../population/person';
import { chance, fraction, pick, type Random, whole } from '../simulation/random';
import { MINUTE, type Span } from '../simulation/time';
import type { FraudCase } from '../truth/caseBook';
import { fraud, preparation } from '../truth/label';
import type { World } from '../world';
import type { MuleNetwork } from './networks';
import { planReport } from './report';

/** One fraud as it is played: its script orders payments, and everything that depends on chance comes from `random`. */
export interface Scheme {
  readonly world: World;
  readonly opened: FraudCase;
  readonly network: MuleNetwork;
  readonly random: Random;
  /** When the first payment of the live period is due. */
  readonly startsAt: number;
}

/** What a stolen payment says beyond its parties and its amount. */
export type StealDetails = Omit<Payment, 'debtor' | 'creditor' | 'amountMinor' | 'label'>;

/** Orders one payment of the victim's, unless the victim has understood meanwhile or the money is not there. */
export function steal(scheme: Scheme, creditor: Party, amountMinor: number, details: StealDetails): void {
  const { world, opened } = scheme;
  if (opened.over || amountMinor < 1_000) return;
  const { core } = world;
  const debtor = opened.victim.current;
  const transfer = submitPayment(core, {
    debtor,
    creditor,
    amountMinor,
    label: fraud(opened.pattern, opened.caseNo),
    instant: chance(scheme.random, core.options.core.instantShareOfStolen),
    ...details,
    onEnd: (end) => whenEnded(scheme, end),
  });
  if (transfer === null) return;
  opened.payments.push({
    transferId: transfer.transferId,
    debtor,
    creditor,
    amountMinor,
    at: transfer.occurredAt,
  });
}

/** The savings are moved to the current account first: by the victim, as told, or by the intruder. */
export function emptySavings(scheme: Scheme, keepMinor: number, details: StealDetails): void {
  const { world, opened } = scheme;
  const { victim } = opened;
  if (victim.savings === null || opened.over) return;
  const amountMinor = availableMinor(victim.savings) - keepMinor;
  if (amountMinor < 10_000) return;
  submitPayment(world.core, {
    payer: opened.pattern === 'account-takeover' ? 'INTRUDER' : 'VICTIM',
    payeeAddedAt: payeeAddedAt(victim, victim.current, world.core.clock.now),
    sameHolder: true,
    nameMatch: 'MATCH',
    instant: false,
    ...details,
    debtor: victim.savings,
    creditor: victim.current,
    amountMinor,
    label: preparation(opened.caseNo),
    onEnd: (end) => whenEnded(scheme, end),
  });
}

// Whoever cancels has understood, for good or nearly so, and reports before long.
function whenEnded(scheme: Scheme, end: PaymentEnd): void {
  const { world, opened, random } = scheme;
  if (end !== 'CANCELLED') return;
  if (chance(random, world.core.options.warned.dissuadedForGood)) opened.over = true;
  planReport(scheme, [15 * MINUTE, 70 * MINUTE]);
}

/** The victim draws on the savings where the current account has less than so much. */
export function drawSavings(scheme: Scheme, amountMinor: number): void {
  const { world, opened } = scheme;
  const { victim } = opened;
  if (victim.savings === null || availableMinor(victim.current) >= amountMinor) return;
  payByTransfer(
    world,
    victim,
    victim.current,
    Math.min(amountMinor, availableMinor(victim.savings)),
    'savings',
    {
      from: victim.savings,
      sameHolder: true,
      nameMatch: 'MATCH',
    },
  );
}

/** To whom the victim is told to pay: first mules here mostly, now and then an account at another bank. */
export function payeesOf(scheme: Scheme, count: number): Party[] {
  const { network, random } = scheme;
  const here = network.first.map((mule) => mule.party);
  return Array.from({ length: count }, (_, index) =>
    chance(random, 0.28) ? pick(random, network.offUs) : here[(index + scheme.opened.caseNo) % here.length]!,
  );
}

/** How the payee's name compares: the victim types the name that the scammer gave. */
export function givenNameMatch(random: Random, payee: Party): 'MATCH' | 'CLOSE' | 'NO_MATCH' | 'NOT_CHECKED' {
  const u = fraction(random);
  if (payee.master === null) return u < 0.5 ? 'NOT_CHECKED' : u < 0.8 ? 'NO_MATCH' : 'MATCH';
  return u < 0.42 ? 'NO_MATCH' : u < 0.6 ? 'CLOSE' : 'MATCH';
}

export function fromVictimsPhone(
  scheme: Scheme,
): Pick<Payment, 'channel' | 'deviceId' | 'ipAddress' | 'country' | 'location'> {
  const { victim } = scheme.opened;
  return {
    channel: chance(scheme.random, 0.6) ? 'MOBILE' : 'WEB',
    deviceId: victim.deviceId,
    ipAddress: victim.ipAddress,
    country: 'DE',
    location: victim.location,
  };
}

export function minutes(scheme: Scheme, bounds: Span): number {
  return whole(scheme.random, bounds[0] * MINUTE, bounds[1] * MINUTE);
}
