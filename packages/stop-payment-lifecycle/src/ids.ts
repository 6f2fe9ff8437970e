import { stopPaymentIdOf } from '@sluice/domain';

/** The first stop of a transfer that a decision held; one per transfer. */
export function holdIdOf(account: string, transferId: string): string {
  return stopPaymentIdOf(account, `H-${transferId}`);
}

/** The one stop that follows a hold that came too late, on the account of the second kind. */
export function followUpIdOf(account: string, transferId: string): string {
  return stopPaymentIdOf(account, `F-${transferId}`);
}

/** The stop that an order opens, or in which an order is refused that names none of ours. */
export function orderedIdOf(account: string, orderId: string): string {
  return stopPaymentIdOf(account, orderId);
}
