import type { Transfer } from '@sluice/domain';
import type { Label } from './truth/label';

/** Columns of `transfers.csv` in the form in which labelled sets are replayed and evaluated. */
export const EVALUATION_COLUMNS = [
  'transferId',
  'occurredAt',
  'debtorAccount',
  'creditorAccount',
  'amountMinor',
  'currency',
  'channel',
  'debtorBalanceMinor',
  'creditorBalanceMinor',
  'label',
  'pattern',
] as const;

export interface LabelledTransfer {
  readonly transfer: Transfer;
  readonly label: Label;
}

/** The file line by line, without line ends: the columns, then one line a transfer; label 1 is fraud or laundering. */
export function* evaluationLines(transfers: Iterable<LabelledTransfer>): Generator<string> {
  yield EVALUATION_COLUMNS.join(',');
  for (const { transfer, label } of transfers) {
    yield [
      transfer.transferId,
      transfer.occurredAt,
      transfer.debtorAccount,
      transfer.creditorAccount,
      transfer.amountMinor,
      transfer.currency,
      transfer.channel,
      transfer.debtorBalanceMinor ?? '',
      transfer.creditorBalanceMinor ?? '',
      label.class === 'HONEST' ? 0 : 1,
      label.pattern,
    ].join(',');
  }
}
