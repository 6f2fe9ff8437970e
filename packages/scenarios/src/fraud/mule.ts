import { submitPayment } from '../core/submit';
import { availableMinor, isOurs, type Party } from '../population/party';
import { amountBetween, chance, pick, rounded, whole } from '../simulation/random';
import { DAY, HOUR, MINUTE, spanBetween } from '../simulation/time';
import { honest, type LaunderingPattern, laundering } from '../truth/label';
import { planPayment, type World } from '../world';
import type { Mule, MuleNetwork } from './networks';

/** Below this a mule does not bother, minor units. */
const WORTH_MOVING_MINOR = 4_000;

/** Sets a network's accounts to work: each passes on what really arrives, when it arrives. */
export function employMules(world: World, network: MuleNetwork): void {
  for (const mule of network.first) {
    watchCredits(world, mule, (receivedMinor, caseNo) =>
      splitOn(world, network, mule, receivedMinor, caseNo),
    );
    coverUp(world, mule);
  }
  for (const mule of network.second) {
    watchCredits(world, mule, (receivedMinor, caseNo) => exit(world, network, mule, receivedMinor, caseNo));
    coverUp(world, mule);
  }
}

function watchCredits(world: World, mule: Mule, act: (receivedMinor: number, caseNo: number) => void): void {
  mule.party.onCredit = (transfer, label) => {
    const { caseNo } = label;
    if (caseNo === null) return;
    planPayment(world, world.core.clock.now + spanBetween(mule.random, mule.delay), () => {
      act(transfer.amountMinor, caseNo);
    });
  };
}

/** What is to go on of what came in: all but the wage, as far as it is there. */
function toMoveMinor(mule: Mule, receivedMinor: number): number {
  const wanted = receivedMinor - Math.floor(receivedMinor * mule.keepShare);
  return Math.min(wanted, availableMinor(mule.party));
}

function splitOn(
  world: World,
  network: MuleNetwork,
  mule: Mule,
  receivedMinor: number,
  caseNo: number,
): void {
  let leftMinor = toMoveMinor(mule, receivedMinor);
  if (leftMinor < WORTH_MOVING_MINOR) return;
  const parts = leftMinor < 150_000 ? 1 : whole(mule.random, 2, leftMinor > 1_500_000 ? 4 : 3);
  let at = world.core.clock.now;
  for (let part = parts; part > 0; part--) {
    const share = part === 1 ? 1 : (0.7 + 0.6 * (whole(mule.random, 0, 100) / 100)) / part;
    const amountMinor = part === 1 ? leftMinor : rounded(Math.floor(leftMinor * share), 100);
    leftMinor -= amountMinor;
    const target = targetOf(network, mule);
    planPayment(world, at, () => passOn(world, network, mule, target, amountMinor, caseNo));
    at += whole(mule.random, MINUTE, 4 * MINUTE);
  }
}

function targetOf(network: MuleNetwork, mule: Mule): Party {
  const { random } = mule;
  if (chance(random, 0.58)) return pick(random, network.second).party;
  return chance(random, 0.65) ? pick(random, network.offUs) : network.exchange;
}

function patternTo(party: Party): LaunderingPattern {
  if (isOurs(party)) return 'mule-split';
  return party.creditorKind === 'CRYPTO_EXCHANGE' ? 'crypto-exit' : 'off-us';
}

function passOn(
  world: World,
  network: MuleNetwork,
  mule: Mule,
  to: Party,
  wantedMinor: number,
  caseNo: number,
): void {
  const { random } = mule;
  const amountMinor = Math.min(wantedMinor, availableMinor(mule.party));
  if (amountMinor < WORTH_MOVING_MINOR || to === mule.party) return;
  const now = world.core.clock.now;
  submitPayment(world.core, {
    debtor: mule.party,
    creditor: to,
    amountMinor,
    label: laundering(patternTo(to), caseNo),
    channel: chance(random, 0.85) ? 'MOBILE' : 'WEB',
    deviceId: mule.deviceId,
    ipAddress: mule.ipAddress,
    country: 'DE',
    payeeAddedAt: now - (chance(random, 0.6) ? whole(random, 1, 30) * MINUTE : whole(random, 1, 6) * DAY),
    nameMatch: isOurs(to) ? (chance(random, 0.75) ? 'MATCH' : 'CLOSE') : 'NOT_CHECKED',
    onHeld: () => whenHeld(world, network, mule, amountMinor, caseNo),
  });
}

// A payment that does not go through: the mule tries the cash machine, and a smaller part by another way; then gives up.
function whenHeld(world: World, network: MuleNetwork, mule: Mule, amountMinor: number, caseNo: number): void {
  mule.held++;
  if (mule.held > 2) return;
  const now = world.core.clock.now;
  planPayment(world, now + whole(mule.random, 5 * MINUTE, 20 * MINUTE), () => {
    drawCash(world, mule, availableMinor(mule.party), caseNo);
  });
  if (!chance(mule.random, 0.5)) return;
  planPayment(world, now + whole(mule.random, 25 * MINUTE, HOUR), () => {
    passOn(world, network, mule, pick(mule.random, network.offUs), Math.floor(amountMinor * 0.4), caseNo);
  });
}

function exit(world: World, network: MuleNetwork, mule: Mule, receivedMinor: number, caseNo: number): void {
  const amountMinor = toMoveMinor(mule, receivedMinor);
  if (amountMinor < WORTH_MOVING_MINOR) return;
  if (mule.exitHabit === 'ATM') {
    const drawnUntil = drawCash(world, mule, amountMinor, caseNo);
    planPayment(world, drawnUntil + whole(mule.random, 10 * MINUTE, 40 * MINUTE), () => {
      passOn(
        world,
        network,
        mule,
        pick(mule.random, network.offUs),
        availableMinor(mule.party) - 2_000,
        caseNo,
      );
    });
  } else {
    const to = mule.exitHabit === 'EXCHANGE' ? network.exchange : pick(mule.random, network.offUs);
    passOn(world, network, mule, to, amountMinor, caseNo);
  }
}

/** Plans withdrawals of up to the amount, as far as the account's limit of the day goes; returns when the last one is due. */
function drawCash(world: World, mule: Mule, amountMinor: number, caseNo: number): number {
  const { random, cashDrawn } = mule;
  const now = world.core.clock.now;
  if (now - cashDrawn.since > DAY) mule.cashDrawn = { since: now, amountMinor: 0 };
  let leftMinor = Math.min(amountMinor, mule.cashPerDayMinor - mule.cashDrawn.amountMinor);
  const terminal = pick(random, world.population.business.terminals);
  let at = now;
  while (leftMinor >= 5_000) {
    const drawMinor = Math.min(
      rounded(amountBetween(random, 50_000, 200_000), 5_000),
      rounded(leftMinor, 5_000),
    );
    leftMinor -= drawMinor;
    mule.cashDrawn.amountMinor += drawMinor;
    planPayment(world, at, () => {
      submitPayment(world.core, {
        debtor: mule.party,
        creditor: terminal,
        amountMinor: drawMinor,
        kind: 'CASH_WITHDRAWAL',
        label: laundering('cash-out', caseNo),
        channel: 'ATM',
        country: 'DE',
      });
    });
    at += whole(random, 2 * MINUTE, 6 * MINUTE);
  }
  return at;
}

// A fresh account is made to look lived in: a cash deposit, some small purchases.
function coverUp(world: World, mule: Mule): void {
  const { random, party } = mule;
  const { period } = world.core;
  const openedAt = party.master?.openedAt ?? period.historyFrom;
  if (openedAt < period.liveFrom - 40 * DAY) return;
  const { shops, terminals } = world.population.business;
  planPayment(world, openedAt + whole(random, HOUR, DAY), () => {
    submitPayment(world.core, {
      debtor: pick(random, terminals),
      creditor: party,
      amountMinor: rounded(amountBetween(random, 3_000, 20_000), 1_000),
      kind: 'CASH_DEPOSIT',
      label: honest('mule-cover'),
      channel: 'ATM',
    });
  });
  for (let purchases = whole(random, 3, 12); purchases > 0; purchases--) {
    planPayment(world, openedAt + whole(random, DAY, 32 * DAY), () => {
      if (world.core.clock.now < period.historyCardsFrom) return;
      submitPayment(world.core, {
        debtor: party,
        creditor: pick(random, shops),
        amountMinor: amountBetween(random, 200, 2_500),
        kind: 'CARD_PAYMENT',
        label: honest('mule-cover'),
        channel: 'POS',
      });
    });
  }
}
