import { addMinor } from '../invariant';
import { debitOf, type LedgerEntry } from '../ledger/ledgerEntry';
import { drawInOrder } from '../methods/inOrder';
import { type Lot, sumOfDraws } from '../methods/lot';
import { shareByWeight } from '../share';
import { deliver } from './deliver';
import { heldMinor, type Lien, letGo } from './liens';
import { debitedPosition, pay } from './passOn';
import { applyDraws, type Position } from './position';
import { replaceElsewhere } from './replaceElsewhere';
import { type Part, sumOf, type TraceState, takeDraws } from './state';

/**
 * A RETURN or REVERSAL of a transfer. What it undoes is known, so the method gives way: money that had left our sight comes
 * back as what it was; a payment back to a victim takes his own money first, under a lien or not.
 * `lien` is the stop-payment that the payment is made from, where the core's answer told of it.
 */
export function giveBack(state: TraceState, entry: LedgerEntry, lien: Lien | null): void {
  const position = debitedPosition(state, entry);
  if (position === null) {
    deliver(state, entry, bringBack(state, entry));
    return;
  }
  const { amountMinor } = debitOf(entry);
  const meant = sourcesMeant(state, entry, lien);
  const returned = takeMeant(state, position, meant, amountMinor, lien);
  let left = amountMinor - sumOf(returned);
  if (left > 0 && meant.victim) {
    // The victim has what is his from other money: his claim on the stolen money elsewhere is met by as much.
    const replaced = replaceElsewhere(state, meant.undone, left, position.currency);
    const replacedMinor = sumOf(replaced);
    payOwn(position, replacedMinor);
    returned.push(...replaced);
    left -= replacedMinor;
  }
  const rest = left > 0 ? pay(state, position, left, (lots) => state.method.draw(lots, left)) : [];
  deliver(state, entry, [...returned, ...rest]);
}

// The holder's own money pays for what it replaced; neither other victims' money nor, under poison, suspicion moves.
function payOwn(position: Position, amountMinor: number): void {
  const own = position.lots.filter((lot) => lot.source === null);
  const draws = drawInOrder(own, amountMinor);
  applyDraws(position, draws);
  position.unrecordedMinor += amountMinor - sumOfDraws(draws);
}

/** Stolen value that left our sight with the transfer that this one undoes: it comes back first, shared by what is still out. */
export function bringBack(state: TraceState, entry: LedgerEntry): Part[] {
  const { amountMinor, currency } = debitOf(entry);
  const out = (entry.relatesTo === null ? undefined : state.departed.get(entry.relatesTo)) ?? [];
  const same = out.filter((gone) => gone.currency === currency);
  const outMinor = sumOf(same);
  const shares = shareByWeight(
    Math.min(amountMinor, outMinor),
    same.map((gone) => gone.amountMinor),
  );
  return same.map((gone, index) => {
    const backMinor = shares[index]!;
    gone.amountMinor -= backMinor;
    state.tallies.get(gone.source)!.leftSightMinor -= backMinor;
    return { source: gone.source, layer: gone.layer, amountMinor: backMinor, currency };
  });
}

interface Meant {
  /** The creditor is a victim of the money. */
  readonly victim: boolean;
  /** The sources that the payment may take, the most meant first. */
  readonly sources: readonly string[];
  /** Of the victim's: those that the undone transfer, or the lien, carried. */
  readonly undone: readonly string[];
}

function sourcesMeant(state: TraceState, entry: LedgerEntry, lien: Lien | null): Meant {
  const related = new Set<string>();
  if (entry.relatesTo !== null)
    for (const source of state.carried.get(entry.relatesTo) ?? []) related.add(source);
  for (const piece of lien?.pieces ?? []) if (piece.lot.source !== null) related.add(piece.lot.source);
  const ofVictim = state.sourcesOfVictim.get(entry.creditorAccount);
  if (ofVictim === undefined) return { victim: false, sources: [...related], undone: [] };
  const undone = [...related].filter((source) => ofVictim.has(source));
  const others = [...ofVictim].filter((source) => !related.has(source));
  return { victim: true, sources: [...undone, ...others], undone };
}

function takeMeant(
  state: TraceState,
  position: Position,
  meant: Meant,
  amountMinor: number,
  lien: Lien | null,
): Part[] {
  const parts: Part[] = [];
  let left = amountMinor;
  for (const lot of lotsMeant(position, meant, lien)) {
    if (left === 0) break;
    // Only a payment to the victim may take what is under a lien.
    const most = meant.victim ? lot.amountMinor : lot.amountMinor - lot.lockedMinor;
    const taken = Math.min(left, most);
    if (taken === 0) continue;
    const fromLien = lien === null ? 0 : Math.min(taken, heldMinor(lien, lot));
    letGo(position, lot, fromLien, lien);
    letGo(position, lot, Math.max(0, taken - (lot.amountMinor - lot.lockedMinor)), null);
    parts.push(...takeDraws(state, position, [{ lot, amountMinor: taken }]));
    left = addMinor(left, -taken);
  }
  return parts;
}

function lotsMeant(position: Position, meant: Meant, lien: Lien | null): readonly Lot[] {
  const rank = new Map(meant.sources.map((source, index) => [source, index]));
  const held = (lot: Lot) => (lien !== null && heldMinor(lien, lot) > 0 ? 0 : 1);
  const rankOf = (lot: Lot) => (lot.source === null ? undefined : rank.get(lot.source)) ?? rank.size;
  return position.lots
    .filter((lot) => lot.amountMinor > 0 && rankOf(lot) < rank.size)
    .map((lot, index) => ({ lot, index }))
    .sort((a, b) => held(a.lot) - held(b.lot) || rankOf(a.lot) - rankOf(b.lot) || a.index - b.index)
    .map(({ lot }) => lot);
}
