import { addMinor } from '../invariant';
import { creditOf, type LedgerEntry, type SideAmount } from '../ledger/ledgerEntry';
import { shareByWeight } from '../share';
import type { FlowFate, SightChannel } from './api';
import { contaminate, contaminatedCredit } from './contamination';
import { addLot, type Position, takeStatedBalance } from './position';
import { sightChannelOf } from './sight';
import {
  addToSet,
  isFollowed,
  mergeParts,
  type Part,
  positionOf,
  putStolen,
  type TraceState,
  tallyOf,
} from './state';

/** Kinds that undo a payment: what they bring back to a victim is returned. */
export function undoes(entry: LedgerEntry): boolean {
  return entry.kind === 'RETURN' || entry.kind === 'REVERSAL';
}

/**
 * Books the stolen parts that a transfer carries where it takes them, and the rest of what it brings as the creditor's own
 * money. Parts are stolen value that has left the account it was on, each in the currency in which it is followed.
 */
export function deliver(state: TraceState, entry: LedgerEntry, parts: readonly Part[]): void {
  const credit = creditOf(entry);
  const position = isFollowed(state, entry.creditorAccount, entry.creditorOwnership)
    ? positionOf(state, entry.creditorAccount, credit.currency)
    : null;
  if (position !== null) takeStatedBalance(position, entry.creditorBalanceMinor);

  let landedMinor = 0;
  let victimMinor = 0;
  for (const part of afterCharges(state, entry, mergeParts(parts), credit)) {
    if (isVictim(state, part.source, entry.creditorAccount)) {
      bringToVictim(state, entry, part);
      victimMinor += part.amountMinor;
      continue;
    }
    const channel = sightChannelOf(state, entry) ?? (part.currency === credit.currency ? null : 'CONVERSION');
    if (channel === null && position !== null) {
      land(state, entry, position, part);
      landedMinor += part.amountMinor;
    } else depart(state, entry, part, channel ?? 'UNKNOWN_OWNER');
  }
  if (position !== null) bringOwn(state, entry, position, credit.amountMinor, landedMinor, victimMinor);
}

// A bank on the way may keep charges: the creditor gets less than was sent in the same currency. Each part bears its share.
function afterCharges(
  state: TraceState,
  entry: LedgerEntry,
  parts: readonly Part[],
  credit: SideAmount,
): readonly Part[] {
  if (parts.length === 0) return parts;
  for (const part of parts) addToSet(state.carried, entry.transferId, part.source);
  const sent = parts.map((part) => (part.currency === credit.currency ? part.amountMinor : 0));
  const excessMinor = Math.max(0, sent.reduce(addMinor, 0) - credit.amountMinor);
  if (excessMinor === 0) return parts;
  const withheld = shareByWeight(excessMinor, sent);
  return parts.map((part, index) => {
    depart(state, entry, { ...part, amountMinor: withheld[index]! }, 'CHARGES');
    return { ...part, amountMinor: part.amountMinor - withheld[index]! };
  });
}

function isVictim(state: TraceState, source: string, account: string): boolean {
  return state.sourcesOfVictim.get(account)?.has(source) === true;
}

function bringToVictim(state: TraceState, entry: LedgerEntry, part: Part): void {
  const tally = tallyOf(state, part.source);
  if (undoes(entry)) {
    tally.returnedMinor = addMinor(tally.returnedMinor, part.amountMinor);
    recordFlow(state, entry, part, 'RETURNED', null);
    return;
  }
  tally.atRestMinor = addMinor(tally.atRestMinor, part.amountMinor);
  state.withVictim.push({
    account: entry.creditorAccount,
    currency: part.currency,
    source: part.source,
    layer: part.layer + 1,
    broughtBy: entry.transferId,
    since: entry.bookedAt,
    amountMinor: part.amountMinor,
    frozenMinor: 0,
    releasedMinor: 0,
    withVictim: true,
  });
  recordFlow(state, entry, part, 'WITH_VICTIM', null);
}

function depart(state: TraceState, entry: LedgerEntry, part: Part, channel: SightChannel): void {
  if (part.amountMinor === 0) return;
  const tally = tallyOf(state, part.source);
  tally.leftSightMinor = addMinor(tally.leftSightMinor, part.amountMinor);
  const gone = {
    transferId: entry.transferId,
    source: part.source,
    layer: part.layer + 1,
    from: entry.debtorAccount,
    to: entry.creditorAccount,
    currency: part.currency,
    channel,
    amountMinor: part.amountMinor,
    bookedAt: entry.bookedAt,
    recallable: channel !== 'CHARGES' && isRecallable(entry),
    transferMinor: entry.amountMinor,
    transferCurrency: entry.currency,
  };
  const before = state.departed.get(entry.transferId);
  if (before === undefined) state.departed.set(entry.transferId, [gone]);
  else before.push(gone);
  recordFlow(state, entry, part, 'LEFT_SIGHT', channel);
}

// As `stopInstrumentOf` of @sluice/domain decides for SETTLED money that is not with us.
function isRecallable(entry: LedgerEntry): boolean {
  return (
    entry.kind === 'CREDIT_TRANSFER' &&
    entry.debtorOwnership === 'OURS' &&
    entry.creditorOwnership === 'OTHER'
  );
}

function land(state: TraceState, entry: LedgerEntry, position: Position, part: Part): void {
  const layer = part.layer + 1;
  contaminate(state, position, part.source, layer);
  putStolen(state, position, { ...part, layer }, entry.transferId, entry.bookedAt);
  recordFlow(state, entry, part, 'PASSED_ON', null);
  if (state.isLoaded(position.account)) return;
  const known = state.frontier.get(position.account);
  if (known === undefined) state.frontier.set(position.account, { taintedSince: entry.bookedAt, layer });
  else known.layer = Math.min(known.layer, layer);
}

function bringOwn(
  state: TraceState,
  entry: LedgerEntry,
  position: Position,
  creditedMinor: number,
  landedMinor: number,
  victimMinor: number,
): void {
  if (position.taintedSince !== null) {
    position.inflowMinor = addMinor(position.inflowMinor, creditedMinor);
    position.tracedInflowMinor = addMinor(position.tracedInflowMinor, landedMinor);
  }
  const own = (amountMinor: number) =>
    addLot(position, state.method, {
      source: null,
      layer: 0,
      broughtBy: null,
      since: entry.bookedAt,
      amountMinor,
    });
  // What a victim has back is his own money again, also where another victim's money lies on the same account.
  const backMinor = Math.min(victimMinor, creditedMinor - landedMinor);
  own(backMinor);
  const ownMinor = creditedMinor - landedMinor - backMinor;
  if (ownMinor > 0 && !contaminatedCredit(state, position, ownMinor, entry)) own(ownMinor);
}

export function recordFlow(
  state: TraceState,
  entry: LedgerEntry,
  part: Part,
  fate: FlowFate,
  channel: SightChannel | null,
): void {
  if (part.amountMinor === 0) return;
  state.flows.push({
    transferId: entry.transferId,
    source: part.source,
    from: entry.debtorAccount,
    to: entry.creditorAccount,
    amountMinor: part.amountMinor,
    currency: part.currency,
    layer: part.layer + 1,
    bookedAt: entry.bookedAt,
    fate,
    channel,
  });
}
