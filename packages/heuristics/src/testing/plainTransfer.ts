import type { Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { NOW } from './moment';

/** A customer's push of 100.00 by phone between two of our accounts, still INITIATED, with what matters changed. */
export function plainTransfer(changed: Partial<Transfer> = {}): Transfer {
  return transferOf({
    statusAt: NOW,
    occurredAt: NOW,
    debtorAccount: 'DE:ANNA-4417',
    creditorAccount: 'DE:BORIS-9032',
    amountMinor: 10_000,
    ...changed,
  });
}
