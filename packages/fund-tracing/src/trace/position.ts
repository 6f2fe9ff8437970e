import { addMinor, mustHold } from '../invariant';
import { type Draw, freeMinor, type Lot } from '../methods/lot';
import type { TracingMethod } from '../methods/tracingMethod';
import type { Lien } from './liens';

// Emptied lots are dropped together: one by one would move the whole array for each.
const EMPTIED_LOTS_MAX = 32;

/** What a trace knows of one account in one currency. */
export interface Position {
  readonly account: string;
  readonly currency: string;
  lots: Lot[];
  emptied: number;
  balanceMinor: number;
  /** The bank stated a balance before the first stolen credit. */
  balanceStated: boolean;
  /** Debits that the recorded money did not cover: paid from money that the ledger does not show. */
  unrecordedMinor: number;
  /** POISON: the first source on the account and the layer at which it came. */
  contaminatedBy: { readonly source: string; readonly layer: number } | null;
  taintedSince: number | null;
  inflowMinor: number;
  tracedInflowMinor: number;
  readonly liens: Lien[];
}

export function newPosition(account: string, currency: string): Position {
  return {
    account,
    currency,
    lots: [],
    emptied: 0,
    balanceMinor: 0,
    balanceStated: false,
    unrecordedMinor: 0,
    contaminatedBy: null,
    taintedSince: null,
    inflowMinor: 0,
    tracedInflowMinor: 0,
    liens: [],
  };
}

/**
 * Before the first stolen credit all money is the holder's, so the bank's own statement of the balance replaces what the
 * ledger adds up to: an unknown opening balance matters no longer.
 */
export function takeStatedBalance(position: Position, statedMinor: number | null): void {
  if (statedMinor === null || position.taintedSince !== null) return;
  if (position.liens.some((lien) => lien.pieces.length > 0)) return;
  position.lots = statedMinor > 0 ? [ownLot(statedMinor, 0)] : [];
  position.emptied = 0;
  position.balanceMinor = Math.max(0, statedMinor);
  position.balanceStated = true;
}

function ownLot(amountMinor: number, since: number): Lot {
  return { source: null, layer: 0, broughtBy: null, since, amountMinor, lockedMinor: 0, releasedMinor: 0 };
}

/** Money that comes to an account: whose, at which layer, by which transfer and when. */
export type Arrival = Pick<Lot, 'source' | 'layer' | 'broughtBy' | 'since' | 'amountMinor'>;

/** Puts money on the account, after what is there. */
export function addLot(position: Position, method: TracingMethod, arrival: Arrival): void {
  const { source, layer, broughtBy, since, amountMinor } = arrival;
  if (amountMinor === 0) return;
  position.balanceMinor = addMinor(position.balanceMinor, amountMinor);
  const kin = lotToGrow(position, method, source);
  if (kin === undefined) {
    position.lots.push({ source, layer, broughtBy, since, amountMinor, lockedMinor: 0, releasedMinor: 0 });
    return;
  }
  // Where the order does not count, one source is one lot, told by the hop nearest to the victim.
  if (layer <= kin.layer) {
    kin.layer = layer;
    kin.broughtBy = broughtBy;
  }
  kin.amountMinor += amountMinor;
  kin.since = since;
}

function lotToGrow(position: Position, method: TracingMethod, source: string | null): Lot | undefined {
  if (method.merging === 'SAME_SOURCE')
    return position.lots.find((lot) => lot.source === source && lot.amountMinor > 0);
  const last = position.lots.at(-1);
  return source === null && last?.source === null ? last : undefined;
}

/** Takes the draws off the account. A draw may take locked money only where its lien has let go of it first. */
export function applyDraws(position: Position, draws: readonly Draw[]): void {
  for (const { lot, amountMinor } of draws) {
    mustHold(amountMinor <= freeMinor(lot), () => `a debit takes ${amountMinor} of ${freeMinor(lot)} free`);
    lot.amountMinor -= amountMinor;
    lot.releasedMinor = Math.min(lot.releasedMinor, lot.amountMinor);
    position.balanceMinor -= amountMinor;
    if (lot.amountMinor === 0) position.emptied += 1;
  }
  if (position.emptied >= EMPTIED_LOTS_MAX) {
    position.lots = position.lots.filter((lot) => lot.amountMinor > 0);
    position.emptied = 0;
  }
}

/** Gives a free part of a lot to another owner, in the same place; the balance stays what it is. */
export function insertBefore(
  position: Position,
  lot: Lot,
  heir: Pick<Lot, 'source' | 'layer' | 'broughtBy' | 'amountMinor'>,
): void {
  const { amountMinor } = heir;
  mustHold(
    amountMinor <= freeMinor(lot),
    () => `${amountMinor} of ${freeMinor(lot)} free cannot change hands`,
  );
  lot.amountMinor -= amountMinor;
  lot.releasedMinor = Math.min(lot.releasedMinor, lot.amountMinor);
  if (lot.amountMinor === 0) position.emptied += 1;
  const part = { ...heir, since: lot.since, lockedMinor: 0, releasedMinor: 0 };
  position.lots.splice(position.lots.indexOf(lot), 0, part);
}
