import type { Channel, Initiation, NameMatch, Transfer, TransferKind } from '@sluice/domain';
import type { Party } from '../population/party';
import type { Label } from '../truth/label';

/** How a transfer that the core kept back ended. */
export type PaymentEnd = 'SETTLED' | 'CANCELLED' | 'REJECTED';

/** Who sits at the payer's end: decides how a warning is answered. */
export type Payer = 'HONEST' | 'VICTIM' | 'INTRUDER' | 'MULE';

/** A payment as it is ordered; the core makes a transfer of it. What is left out is unknown or does not apply. */
export interface Payment {
  readonly debtor: Party;
  readonly creditor: Party;
  readonly amountMinor: number;
  readonly label: Label;
  readonly kind?: TransferKind;
  readonly initiation?: Initiation;
  readonly channel?: Channel;
  readonly payer?: Payer;
  readonly deviceId?: string;
  readonly ipAddress?: string;
  readonly country?: string;
  readonly location?: string;
  readonly signals?: readonly string[];
  readonly payeeAddedAt?: number;
  readonly nameMatch?: NameMatch;
  readonly sameHolder?: boolean;
  readonly batchId?: string;
  /** The transfer that this return or reversal undoes; its id is made from it. */
  readonly relatesTo?: string;
  readonly purpose?: string;
  readonly remittance?: string;
  /** True for a rail that cannot wait for long; false for one that surely waits; left out, a stated share cannot. */
  readonly instant?: boolean;
  /** The bank itself pays: neither a suspended access nor what else the holder ordered stands in its way. */
  readonly byBank?: boolean;
  /** Told when a stop-payment keeps it back. */
  readonly onHeld?: () => void;
  /** Told once, when it is final. */
  readonly onEnd?: (end: PaymentEnd) => void;
}

export type LiveState =
  | 'AWAITING_DECISION'
  | 'WARNED'
  | 'AWAITING_COMMAND'
  | 'HELD'
  | 'SETTLED'
  | 'CANCELLED'
  | 'REJECTED';

/** A transfer of the live period as the core keeps it. */
export interface LiveTransfer {
  /** The record as published last. */
  transfer: Transfer;
  readonly debtor: Party;
  readonly creditor: Party;
  readonly label: Label;
  readonly payer: Payer;
  state: LiveState;
  /** When it was kept back, epoch ms; 0 while it was not. */
  heldAt: number;
  /** The decision's sentences, strongest first. */
  reasons: readonly string[];
  scenario: string;
  /** What recalls and returns have brought back. */
  givenBackMinor: number;
  onHeld: (() => void) | null;
  onEnd: ((end: PaymentEnd) => void) | null;
}

/** True where the core still keeps the money. */
export function isKept(live: LiveTransfer): boolean {
  return live.state !== 'SETTLED' && live.state !== 'CANCELLED' && live.state !== 'REJECTED';
}
