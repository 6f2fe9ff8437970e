export type LegDirection = 'OUT' | 'IN';

/** What the store keeps of one leg of a transfer, seen from the account that it belongs to. */
export interface LegFacts {
  /** OUT: money leaves this account; IN: it arrives. */
  readonly direction: LegDirection;
  /** Hash of the transferId, an integer in [0, 2^53). */
  readonly transferHash: number;
  /** Hash of the counterparty's account id, an integer in [0, 2^53). */
  readonly counterpartyHash: number;
  /** Minor units, an integer in [0, 2^53). */
  readonly amountMinor: number;
  /** ISO 4217 alphabetic code of amountMinor. */
  readonly currency: string;
  /** Event time, epoch ms, from 1970 to 2109. */
  readonly at: number;
}
