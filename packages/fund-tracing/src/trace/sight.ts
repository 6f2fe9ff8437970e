import { isCash } from '@sluice/domain';
import type { LedgerEntry } from '../ledger/ledgerEntry';
import type { SightChannel } from './api';
import type { TraceState } from './state';

/** Where a transfer takes stolen money out of our sight, or null where it comes to an account that is followed. */
export function sightChannelOf(state: TraceState, entry: LedgerEntry): SightChannel | null {
  const { creditorAccount, creditorKind } = entry;
  if (isCash(creditorAccount) || creditorKind === 'CASH' || entry.kind === 'CASH_WITHDRAWAL') return 'CASH';
  if (entry.creditorOwnership !== 'OURS') return channelElsewhere(entry);
  const kind = state.accounts.get(creditorAccount)?.kind;
  if (kind === 'POOLED') return 'POOLED_ACCOUNT';
  if (kind === 'INTERNAL') return 'INTERNAL_ACCOUNT';
  return state.beyondLimit.has(creditorAccount) ? 'BEYOND_LIMIT' : null;
}

function channelElsewhere(entry: LedgerEntry): SightChannel {
  if (entry.creditorKind === 'CRYPTO_EXCHANGE' || entry.creditorKind === 'WALLET') return entry.creditorKind;
  if (entry.creditorKind === 'MERCHANT' || entry.kind === 'CARD_PAYMENT') return 'MERCHANT';
  return entry.creditorOwnership === 'OTHER' ? 'OTHER_BANK' : 'UNKNOWN_OWNER';
}
