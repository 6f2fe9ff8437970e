import { addMinor } from '../invariant';
import type { LedgerEntry } from '../ledger/ledgerEntry';
import type { Position } from './position';
import { type Part, putStolen, type TraceState, tallyOf } from './state';

// Only the poison method comes here: own money that turns suspect is counted as such, so that value is conserved.

/** The first stolen credit makes the holder's own money on the account suspect, under the name of that source. */
export function contaminate(state: TraceState, position: Position, source: string, layer: number): void {
  if (!state.method.contaminates || position.contaminatedBy !== null) return;
  position.contaminatedBy = { source, layer };
  for (const lot of position.lots) {
    if (lot.source !== null || lot.amountMinor === 0) continue;
    lot.source = source;
    lot.layer = layer;
    suspect(state, source, lot.amountMinor);
    tallyOf(state, source).atRestMinor += lot.amountMinor;
  }
}

/** Own money that comes to a contaminated account is suspect too. False where the account is clean. */
export function contaminatedCredit(
  state: TraceState,
  position: Position,
  amountMinor: number,
  entry: LedgerEntry,
): boolean {
  const by = position.contaminatedBy;
  if (by === null) return false;
  suspect(state, by.source, amountMinor);
  putStolen(
    state,
    position,
    { ...by, amountMinor, currency: position.currency },
    entry.transferId,
    entry.bookedAt,
  );
  return true;
}

/** What a contaminated account pays beyond the recorded money is suspect too; null where the account is clean. */
export function contaminatedShortfall(
  state: TraceState,
  position: Position,
  amountMinor: number,
): Part | null {
  const by = position.contaminatedBy;
  if (by === null || amountMinor === 0) return null;
  suspect(state, by.source, amountMinor);
  return { ...by, amountMinor, currency: position.currency };
}

function suspect(state: TraceState, source: string, amountMinor: number): void {
  const tally = tallyOf(state, source);
  tally.contaminatedMinor = addMinor(tally.contaminatedMinor, amountMinor);
}
