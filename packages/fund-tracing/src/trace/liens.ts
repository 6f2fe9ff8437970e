import type { StopPaymentAction, StopPaymentState } from '@sluice/domain';
import { drawInOrder } from '../methods/inOrder';
import { type Draw, type Lot, sumOfDraws } from '../methods/lot';
import type { StopFact } from './api';
import type { Position } from './position';
import { addToSet, positionOf, type TraceState } from './state';

interface Piece {
  readonly lot: Lot;
  amountMinor: number;
}

/** A stop-payment on money of an account: which lots it holds. */
export interface Lien {
  readonly stopPaymentId: string;
  readonly instrument: StopPaymentAction;
  readonly position: Position;
  readonly transferId: string | null;
  readonly transferDebtor: string | null;
  readonly caseId: string | null;
  pieces: Piece[];
  /** What the core said it stops now, and when it last stopped more. */
  stoppedMinor: number;
  stoppedAt: number;
  paidBackMinor: number;
  /** The held transfer was booked. */
  ended: boolean;
}

// Where a stop-payment can hold something; in the other states it holds nothing, whatever the numbers say.
const HOLDING: ReadonlySet<StopPaymentState> = new Set(['EXECUTED', 'PARTIAL', 'RETURNED']);
const LET_GO_BY_PEOPLE: ReadonlySet<StopPaymentState> = new Set(['RELEASED', 'EXPIRED']);

export function lienOf(state: TraceState, fact: StopFact): Lien {
  const known = state.liens.get(fact.stopPaymentId);
  if (known !== undefined) return known;
  const position = positionOf(state, fact.account, fact.currency);
  const lien: Lien = {
    stopPaymentId: fact.stopPaymentId,
    instrument: fact.instrument,
    position,
    transferId: fact.transferId,
    transferDebtor: fact.transferDebtor,
    caseId: fact.caseId,
    pieces: [],
    stoppedMinor: 0,
    stoppedAt: 0,
    paidBackMinor: 0,
    ended: false,
  };
  state.liens.set(fact.stopPaymentId, lien);
  position.liens.push(lien);
  if (fact.instrument === 'HOLD_TRANSFER' && fact.transferId !== null)
    addToSet(state.holds, fact.transferId, lien);
  return lien;
}

/**
 * Follows what the core says is stopped. A lien takes hold of the balance as it is then, not of later credits; where it
 * ends by release or expiry, the money is marked so that it is not frozen again without a person.
 */
export function setStopped(state: TraceState, lien: Lien, fact: StopFact): void {
  if (lien.ended) return;
  const stoppedMinor = HOLDING.has(fact.state) ? fact.stoppedMinor : 0;
  const moreMinor = stoppedMinor - lien.stoppedMinor;
  lien.stoppedMinor = stoppedMinor;
  if (moreMinor > 0) {
    lien.stoppedAt = fact.at;
    takeHold(state, lien, moreMinor);
    return;
  }
  const released = LET_GO_BY_PEOPLE.has(fact.state) && lien.instrument !== 'HOLD_TRANSFER';
  if (shrinkTo(lien, stoppedMinor, released)) spreadOverOthers(state, lien);
}

/** The held transfer was booked: its hold ends, whatever the core has answered so far. */
export function endHoldOf(state: TraceState, transferId: string): void {
  for (const lien of state.holds.get(transferId) ?? []) {
    lien.ended = true;
    lien.stoppedMinor = 0;
    shrinkTo(lien, 0, false);
  }
}

/** Lets a payment have up to `amountMinor` of a locked lot, from the lien `first`, then from any other. */
export function letGo(position: Position, lot: Lot, amountMinor: number, first: Lien | null): void {
  let left = amountMinor;
  for (const lien of [...(first === null ? [] : [first]), ...position.liens]) {
    for (const piece of lien.pieces) {
      if (piece.lot !== lot || left === 0) continue;
      const freed = Math.min(left, piece.amountMinor);
      piece.amountMinor -= freed;
      lot.lockedMinor -= freed;
      left -= freed;
    }
  }
}

/** What the lien holds of a lot. */
export function heldMinor(lien: Lien, lot: Lot): number {
  return lien.pieces.reduce((sum, piece) => sum + (piece.lot === lot ? piece.amountMinor : 0), 0);
}

function takeHold(state: TraceState, lien: Lien, amountMinor: number): void {
  for (const { lot, amountMinor: taken } of drawsFor(state, lien, amountMinor)) {
    lot.lockedMinor += taken;
    lien.pieces.push({ lot, amountMinor: taken });
  }
}

/**
 * Which money a stop-payment is meant for: a hold keeps what the transfer would have taken; a freeze for a case keeps that
 * case's money, one for a transfer what the transfer brought, any other all stolen money on the account.
 */
function drawsFor(state: TraceState, lien: Lien, amountMinor: number): readonly Draw[] {
  const { position } = lien;
  if (lien.instrument === 'HOLD_TRANSFER')
    return lien.transferDebtor === position.account ? state.method.draw(position.lots, amountMinor) : [];
  const there = position.lots.filter((lot) => lot.since <= lien.stoppedAt);
  return drawInOrder(there.filter(isMeant(state, lien)), amountMinor);
}

function isMeant(state: TraceState, lien: Lien): (lot: Lot) => boolean {
  const { caseId, transferId } = lien;
  if (caseId !== null && state.caseIds.has(caseId))
    return ({ source }) => source !== null && state.sources.get(source)?.caseId === caseId;
  if (transferId !== null) {
    const carried = state.carried.get(transferId);
    return ({ source }) => source !== null && carried?.has(source) === true;
  }
  return ({ source }) => source !== null;
}

function shrinkTo(lien: Lien, mostMinor: number, released: boolean): boolean {
  let excess = sumOfDraws(lien.pieces) - mostMinor;
  if (excess <= 0) return false;
  for (const piece of lien.pieces.toReversed()) {
    const freed = Math.min(excess, piece.amountMinor);
    piece.amountMinor -= freed;
    piece.lot.lockedMinor -= freed;
    if (released) piece.lot.releasedMinor = Math.min(piece.lot.amountMinor, piece.lot.releasedMinor + freed);
    excess -= freed;
  }
  lien.pieces = lien.pieces.filter((piece) => piece.amountMinor > 0);
  return true;
}

// Two liens may have met on the same money; where one ends, the other holds what it could not before.
function spreadOverOthers(state: TraceState, ended: Lien): void {
  for (const lien of ended.position.liens) {
    const missingMinor = lien.stoppedMinor - sumOfDraws(lien.pieces);
    if (lien !== ended && missingMinor > 0 && lien.instrument !== 'HOLD_TRANSFER')
      takeHold(state, lien, missingMinor);
  }
}
