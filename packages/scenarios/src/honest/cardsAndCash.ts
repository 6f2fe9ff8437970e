import { submitPayment } from '../core/submit';
import type { Party } from '../population/party';
import type { Person } from '../population/person';
import { amountBetween, chance, pick, pickPopular, rounded, whole } from '../simulation/random';
import { HOUR, MINUTE } from '../simulation/time';
import { honest } from '../truth/label';
import { planPayment, type World } from '../world';
import { payByCard, payByTransfer } from './pay';

/** A purchase by card, of which now and then all or a part is refunded days later. */
export function shop(world: World, person: Person): void {
  const { random } = person;
  const where = chance(random, 0.9)
    ? pickPopular(random, person.shops)
    : pickPopular(random, world.population.business.shops);
  const share = person.incomeMinor / 300_000;
  const amountMinor = Math.max(90, Math.round(amountBetween(random, 250, 14_000) * share));
  const paid = payByCard(world, person, where, amountMinor, 'shop');
  if (paid !== null && chance(random, 0.015)) planRefund(world, person, where, paid.transferId, amountMinor);
}

// A refund is a transfer of its own, from the shop, that relates to the purchase.
function planRefund(
  world: World,
  person: Person,
  shopParty: Party,
  transferId: string,
  paidMinor: number,
): void {
  const entire = chance(person.random, 0.7);
  const amountMinor = entire ? paidMinor : Math.max(1, Math.floor(paidMinor / 2));
  planPayment(world, world.core.clock.now + whole(person.random, 3 * HOUR, 40 * HOUR), () => {
    submitPayment(world.core, {
      debtor: shopParty,
      creditor: person.current,
      amountMinor,
      kind: entire ? 'REVERSAL' : 'RETURN',
      label: honest('refund'),
      channel: 'POS',
      relatesTo: transferId,
    });
  });
}

/** Something ordered online in the small hours. */
export function orderAtNight(world: World, person: Person): void {
  payByCard(
    world,
    person,
    pickPopular(person.random, person.shops),
    amountBetween(person.random, 700, 9_000),
    'night',
  );
}

/** Cash from a machine, in round amounts. */
export function drawCash(world: World, person: Person): void {
  const { random } = person;
  submitPayment(world.core, {
    debtor: person.current,
    creditor: pick(random, world.population.business.terminals),
    amountMinor: rounded(amountBetween(random, 2_000, 45_000), 1_000),
    kind: 'CASH_WITHDRAWAL',
    label: honest('cash'),
    channel: 'ATM',
    country: 'DE',
    location: person.location,
  });
}

/** Cash paid in: takings of the self-employed, presents of others. */
export function depositCash(world: World, person: Person): void {
  submitPayment(world.core, {
    debtor: pick(person.random, world.population.business.terminals),
    creditor: person.current,
    amountMinor: rounded(amountBetween(person.random, 8_000, 120_000), 1_000),
    kind: 'CASH_DEPOSIT',
    label: honest('cash-deposit'),
    channel: 'ATM',
  });
}

/** One pays the dinner, the others send their shares to that one within hours. */
export function splitBill(world: World, person: Person): void {
  const { random } = person;
  const { clock, period } = world.core;
  // Long ago only the shares are on record, not the dinner itself.
  if (clock.now >= period.historyCardsFrom) {
    const dinner = payByCard(
      world,
      person,
      pick(random, person.shops),
      amountBetween(random, 6_000, 26_000),
      'shop',
    );
    if (dinner === null) return;
  }
  const shareMinor = amountBetween(random, 1_500, 5_500);
  const { people } = world.population;
  for (let guests = whole(random, 2, 5); guests > 0; guests--) {
    const guest = people[(person.index + whole(random, 1, 25)) % people.length]!;
    if (guest === person) continue;
    planPayment(world, world.core.clock.now + whole(random, 10 * MINUTE, 5 * HOUR), () => {
      payByTransfer(world, guest, person.current, shareMinor, 'bill-split');
    });
  }
}
