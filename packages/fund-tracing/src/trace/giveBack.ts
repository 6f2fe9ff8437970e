import { addMinor } from '../invariant';
import { debitOf, type LedgerEntry } from '../ledger/ledgerEntry';
import { drawInOrder } from '../methods/inOrder';
import { type Draw, freeMinor, type Lot, sumOfDraws } from '../methods/lot';
import { shareByWeight } from '../share';
import { deliver, recordFlow } from './deliver';
import { heldMinor, type Lien, letGo } from './liens';
import { debitedPosition, pay } from './passOn';
import { applyDraws, type Position } from './position';
import { type Part, sumOf, type TraceState, takeDraws } from './state';
import { takeElsewhere } from './takeElsewhere';

/**
 * A RETURN or REVERSAL of a transfer. What it undoes is known, so the method gives way: money that had left our sight comes
 * back as what it was; a payment back to a victim takes his own money first, under a lien or not.
 * `lien` is the stop-payment that the payment is made from, where the core's answer tells of it, now or later.
 */
export function giveBack(state: TraceState, entry: LedgerEntry, lien: Lien | null): void {
  const position = debitedPosition(state, entry);
  if (position === null) {
    deliver(state, entry, bringBack(state, entry));
    return;
  }
  const { amountMinor } = debitOf(entry);
  const meant = sourcesMeant(state, entry, lien);
  const held = lien === null ? NOTHING_HELD : takeHeld(state, position, lien, amountMinor);
  const parts = held.parts.flatMap((part) => exchange(state, entry, part, meant));
  let left = amountMinor - held.amountMinor;
  const own = takeMeant(state, position, meant, left);
  left -= sumOf(own);
  if (left > 0 && meant.victim) {
    // The victim has what is his from other money: his claim on the stolen money elsewhere is met by as much.
    const replaced = takeElsewhere(state, meant.undone, left, position.currency, null);
    payOwn(position, sumOf(replaced));
    own.push(...replaced);
    left -= sumOf(replaced);
  }
  const rest = left > 0 ? pay(state, position, left, (lots) => state.method.draw(lots, left)) : [];
  deliver(state, entry, [...parts, ...own, ...rest]);
}

const NOTHING_HELD = { parts: [], amountMinor: 0 };

/** Takes the payment from what the lien holds, as far as that goes: whose it is, and how much with the holder's own. */
function takeHeld(
  state: TraceState,
  position: Position,
  lien: Lien,
  amountMinor: number,
): { readonly parts: readonly Part[]; readonly amountMinor: number } {
  const draws: Draw[] = [];
  let left = amountMinor;
  for (const lot of new Set(lien.pieces.map((piece) => piece.lot))) {
    const taken = Math.min(left, heldMinor(lien, lot));
    if (taken === 0) continue;
    letGo(position, lot, taken, lien);
    draws.push({ lot, amountMinor: taken });
    left -= taken;
  }
  return { parts: takeDraws(state, position, draws), amountMinor: amountMinor - left };
}

/**
 * Money frozen for one victim and paid to another meets the other's claim; in return it takes the place of the other's
 * money, wherever that had gone. So each victim's claim stays whole, and none is paid twice.
 */
function exchange(state: TraceState, entry: LedgerEntry, part: Part, meant: Meant): Part[] {
  const ofVictim = state.sourcesOfVictim.get(entry.creditorAccount);
  if (ofVictim === undefined || ofVictim.has(part.source)) return [part];
  const met = takeElsewhere(state, meant.sources, part.amountMinor, part.currency, part.source);
  const metMinor = sumOf(met);
  recordFlow(state, entry, { ...part, amountMinor: metMinor }, 'EXCHANGED', null);
  const left = part.amountMinor - metMinor;
  return left === 0 ? met : [...met, { ...part, amountMinor: left }];
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

function takeMeant(state: TraceState, position: Position, meant: Meant, amountMinor: number): Part[] {
  const parts: Part[] = [];
  let left = amountMinor;
  for (const lot of lotsMeant(position, meant)) {
    if (left === 0) break;
    // Only a payment to the victim may take what is under a lien.
    const most = meant.victim ? lot.amountMinor : freeMinor(lot);
    const taken = Math.min(left, most);
    if (taken === 0) continue;
    letGo(position, lot, Math.max(0, taken - freeMinor(lot)), null);
    parts.push(...takeDraws(state, position, [{ lot, amountMinor: taken }]));
    left = addMinor(left, -taken);
  }
  return parts;
}

function lotsMeant(position: Position, meant: Meant): readonly Lot[] {
  const rank = new Map(meant.sources.map((source, index) => [source, index]));
  const rankOf = (lot: Lot) => (lot.source === null ? undefined : rank.get(lot.source)) ?? rank.size;
  return position.lots
    .filter((lot) => lot.amountMinor > 0 && rankOf(lot) < rank.size)
    .map((lot, index) => ({ lot, index }))
    .sort((a, b) => rankOf(a.lot) - rankOf(b.lot) || a.index - b.index)
    .map(({ lot }) => lot);
}
