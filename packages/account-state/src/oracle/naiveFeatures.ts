import { type AccountFeatures, type DirectionWindows, WINDOWS_MS } from '../features';
import { dayOf, left14, left30, weight14 } from '../habit';
import type { LegDirection, LegFacts } from '../legFacts';
import {
  DAY_MS,
  PASS_THROUGH_LOOK_AHEAD_MS,
  RECENT_MS,
  SETTLED_AFTER_DAYS,
  SETTLED_WITHIN_DAYS,
} from '../limits';
import { inEventOrder, type KeptLeg, type NaiveAccount } from './naiveAccount';

/** Fills `into` by the definitions of `AccountFeatures`, from all legs ever kept. */
export function naiveFeatures(
  account: NaiveAccount,
  leg: LegFacts,
  streamTime: number,
  into: AccountFeatures,
): void {
  into.accountId = account.accountId;
  into.at = leg.at;
  readMaster(account, into);
  into.firstSeenAt = account.firstSeenAt;
  into.lastSeenAt = account.lastSeenAt;

  const forgottenUpTo = streamTime - RECENT_MS;
  const legs = inEventOrder(account.legs);
  const firstLegs = firstLegOfEach(legs);
  for (let w = 0; w < WINDOWS_MS.length; w++) {
    const edge = Math.max(leg.at - WINDOWS_MS[w]!, forgottenUpTo);
    const inside = legs.filter((kept) => kept.at > edge && kept.at <= leg.at);
    readWindow(inside, 'OUT', leg.currency, firstLegs, into.out, w);
    readWindow(inside, 'IN', leg.currency, firstLegs, into.in, w);
  }
  readCounterparty(legs, leg, forgottenUpTo, into);
  readLifetime(account, legs, leg, into);
  readHabit(account, leg, forgottenUpTo, into);

  const hour = passThrough(legs, leg, Math.max(leg.at - WINDOWS_MS[1], forgottenUpTo));
  into.receivedMinor1h = hour.received;
  into.forwardedMinor1h = hour.forwarded;
  const day = passThrough(legs, leg, Math.max(leg.at - WINDOWS_MS[2], forgottenUpTo));
  into.receivedMinor24h = day.received;
  into.forwardedMinor24h = day.forwarded;

  const edge7d = Math.max(leg.at - WINDOWS_MS[3], forgottenUpTo);
  const credits = legs.filter(
    (kept) =>
      kept.direction === 'IN' && kept.currency === leg.currency && kept.at > edge7d && kept.at <= leg.at,
  );
  into.lastInAt = credits.at(-1)?.at ?? 0;
  into.lastInMinor = credits.at(-1)?.amountMinor ?? 0;
}

function readMaster(account: NaiveAccount, into: AccountFeatures): void {
  const master = account.master;
  into.masterKnown = master !== null;
  into.openedAt = master?.openedAt ?? 0;
  into.kind = master?.kind ?? 'UNKNOWN';
  into.holderKind = master?.holderKind ?? 'UNKNOWN';
  into.identityVerified = master?.identityVerified ?? false;
  into.birthYear = master?.birthYear ?? 0;
  into.protection = master?.protection ?? null;
  into.phone = master?.phone ?? null;
  into.holderIds = master?.holderIds ?? [];
}

function firstLegOfEach(ordered: readonly KeptLeg[]): Map<number, KeptLeg> {
  const first = new Map<number, KeptLeg>();
  for (const leg of ordered) if (!first.has(leg.counterpartyHash)) first.set(leg.counterpartyHash, leg);
  return first;
}

function readWindow(
  inside: readonly KeptLeg[],
  direction: LegDirection,
  currency: string,
  firstLegs: ReadonlyMap<number, KeptLeg>,
  into: DirectionWindows,
  w: number,
): void {
  const legs = inside.filter((leg) => leg.direction === direction);
  into.count[w] = legs.length;
  into.sumMinor[w] = legs
    .filter((leg) => leg.currency === currency)
    .reduce((sum, leg) => sum + leg.amountMinor, 0);
  into.distinct[w] = new Set(legs.map((leg) => leg.counterpartyHash)).size;
  into.fresh[w] = legs.filter((leg) => firstLegs.get(leg.counterpartyHash) === leg).length;
}

function readCounterparty(
  ordered: readonly KeptLeg[],
  leg: LegFacts,
  forgottenUpTo: number,
  into: AccountFeatures,
): void {
  // Of legs that are no longer recent only the number is known, not which of them came after a late leg.
  const known = ordered.filter(
    (kept) =>
      kept.counterpartyHash === leg.counterpartyHash && (kept.at <= leg.at || kept.at <= forgottenUpTo),
  );
  into.counterpartyLegs = known.length;
  into.counterpartyKnown = known.length > 0;
  const first = known[0]?.at ?? 0;
  into.counterpartyFirstAt = first > forgottenUpTo ? first : dayOf(first) * DAY_MS;
}

function readLifetime(
  account: NaiveAccount,
  ordered: readonly KeptLeg[],
  leg: LegFacts,
  into: AccountFeatures,
): void {
  const payees = new Set<number>();
  const payers = new Set<number>();
  for (const kept of ordered) (kept.direction === 'OUT' ? payees : payers).add(kept.counterpartyHash);
  into.lifetimePayees = payees.size;
  into.lifetimePayers = payers.size;

  const firstLegs = firstLegOfEach(ordered);
  const day = dayOf(leg.at);
  into.settledPayers = [...payers].filter((payer) => {
    const firstDay = dayOf(firstLegs.get(payer)!.at);
    return firstDay <= day - SETTLED_AFTER_DAYS && account.lastDayOf.get(payer)! >= day - SETTLED_WITHIN_DAYS;
  }).length;
}

function readHabit(account: NaiveAccount, leg: LegFacts, forgottenUpTo: number, into: AccountFeatures): void {
  into.activeDays = account.days.size;
  into.habitOutPerDay = 0;
  into.habitOutMinorPerDay = 0;
  into.habitInPerDay = 0;
  into.habitInMinorPerDay = 0;
  into.habitOutMaxMinor = 0;
  if (account.days.size === 0) return;

  // A late leg is measured by the habit as it is on the account's newest day, or on the one after when that is over for good.
  const newestDay = dayOf(account.lastSeenAt);
  const isClosed = (newestDay + 1) * DAY_MS - 1 <= forgottenUpTo;
  const today = Math.max(dayOf(leg.at), isClosed ? newestDay + 1 : newestDay);
  const weight = weight14(today - dayOf(account.firstSeenAt));
  if (weight === 0) return;
  const isHome = leg.currency === account.homeCurrency;
  for (const [day, totals] of account.days) {
    if (day >= today) continue;
    const share = left14(today - 1 - day) / weight;
    into.habitOutPerDay += totals.outCount * share;
    into.habitInPerDay += totals.inCount * share;
    if (!isHome) continue;
    into.habitOutMinorPerDay += totals.outMinor * share;
    into.habitInMinorPerDay += totals.inMinor * share;
    into.habitOutMaxMinor = Math.max(into.habitOutMaxMinor, totals.outMaxMinor * left30(today - 1 - day));
  }
}

/** First in, first out, in event order; at equal times credits come first. */
function passThrough(
  ordered: readonly KeptLeg[],
  leg: LegFacts,
  edge: number,
): { received: number; forwarded: number } {
  const moves = ordered.filter(
    (kept) =>
      kept.currency === leg.currency &&
      kept.at > edge &&
      kept.at <= (kept.direction === 'IN' ? leg.at : leg.at + PASS_THROUGH_LOOK_AHEAD_MS),
  );
  const withLeg: LegFacts[] = leg.at > edge ? [...moves, leg] : moves;
  withLeg.sort((a, b) => a.at - b.at || (a.direction === 'IN' ? 0 : 1) - (b.direction === 'IN' ? 0 : 1));
  const queue: number[] = [];
  let received = 0;
  let forwarded = 0;
  for (const move of withLeg) {
    if (move.direction === 'IN') {
      received += move.amountMinor;
      queue.push(move.amountMinor);
      continue;
    }
    let wanted = move.amountMinor;
    while (wanted > 0 && queue.length > 0) {
      const taken = Math.min(wanted, queue[0]!);
      wanted -= taken;
      forwarded += taken;
      queue[0]! -= taken;
      if (queue[0] === 0) queue.shift();
    }
  }
  return { received, forwarded };
}
