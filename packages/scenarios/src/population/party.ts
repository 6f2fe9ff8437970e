import type { Account, CreditorKind, Ownership, Transfer } from '@sluice/domain';
import type { Label } from '../truth/label';

/** One side of a transfer: an account here, an account elsewhere, a cash terminal, or the outside world as a whole. */
export interface Party {
  readonly accountId: string;
  readonly institution: string | null;
  readonly ownership: Ownership;
  readonly creditorKind: CreditorKind;
  /** Master data; null for what this bank does not keep. */
  readonly master: Account | null;
  /** Booked balance, minor units; of a party elsewhere what it got from here less what it sent, so that all add up to 0. */
  balanceMinor: number;
  /** Frozen by stop-payments. */
  lienMinor: number;
  /** Of transfers that were ordered and not yet executed, held ones included. */
  pendingMinor: number;
  /** Of transfers that are held: what a freeze does not reach. */
  heldMinor: number;
  /** The bank has closed online and card access; stops end it no more. */
  suspended: boolean;
  /** Whoever acts when money arrives: a mule, a company that pays on. */
  onCredit: ((transfer: Transfer, label: Label) => void) | null;
}

/** True where this bank keeps the account. */
export function isOurs(party: Party): boolean {
  return party.ownership === 'OURS';
}

/** What the holder may still order: the balance less what is frozen and what is on its way out. */
export function availableMinor(party: Party): number {
  return party.balanceMinor - party.lienMinor - party.pendingMinor;
}

/** What a freeze can take: the balance less what is frozen or held already (but not less what is merely ordered). */
export function freezableMinor(party: Party): number {
  return Math.max(0, party.balanceMinor - party.lienMinor - party.heldMinor);
}

export function createParty(
  known: Pick<Party, 'accountId' | 'institution' | 'ownership' | 'creditorKind' | 'master'>,
): Party {
  return {
    ...known,
    balanceMinor: 0,
    lienMinor: 0,
    pendingMinor: 0,
    heldMinor: 0,
    suspended: false,
    onCredit: null,
  };
}
