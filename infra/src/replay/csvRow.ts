import { isCurrency, ok, type Result, refuse } from '@sluice/domain';

/** One line of a labelled transfers file. */
export interface CsvRow {
  readonly transferId: string;
  readonly occurredAt: number;
  readonly debtorAccount: string;
  readonly creditorAccount: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly channel: string;
  readonly debtorBalanceMinor: number | null;
  readonly creditorBalanceMinor: number | null;
  /** True where the row is labelled fraud or laundering. */
  readonly labelled: boolean;
  readonly pattern: string;
}

export const CSV_COLUMNS = [
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
const REQUIRED = ['transferId', 'debtorAccount', 'creditorAccount', 'channel'] as const;

/** Reads one record of the file; `record` maps column names to text. */
export function parseCsvRow(record: Readonly<Record<string, string | undefined>>): Result<CsvRow> {
  for (const column of REQUIRED) {
    if ((record[column] ?? '') === '') return refuse('COLUMN_EMPTY', `${column} is empty`);
  }
  const occurredAt = integer(record.occurredAt);
  if (occurredAt === null || occurredAt < 0)
    return refuse('TIME_MALFORMED', `occurredAt is ${shown(record.occurredAt)}, not epoch milliseconds`);
  const amountMinor = integer(record.amountMinor);
  if (amountMinor === null)
    return refuse(
      'AMOUNT_MALFORMED',
      `amountMinor is ${shown(record.amountMinor)}, not a whole number of minor units`,
    );
  const currency = record.currency ?? '';
  if (!isCurrency(currency))
    return refuse('CURRENCY_UNKNOWN', `currency is ${shown(currency)}, not an ISO 4217 code`);
  const debtorBalanceMinor = optionalInteger(record.debtorBalanceMinor);
  const creditorBalanceMinor = optionalInteger(record.creditorBalanceMinor);
  if (debtorBalanceMinor === undefined || creditorBalanceMinor === undefined) {
    return refuse('BALANCE_MALFORMED', 'a balance is neither empty nor a whole number of minor units');
  }
  const label = record.label ?? '';
  if (label !== '0' && label !== '1')
    return refuse('LABEL_MALFORMED', `label is ${shown(label)}, not 0 or 1`);
  return ok({
    transferId: record.transferId ?? '',
    occurredAt,
    debtorAccount: record.debtorAccount ?? '',
    creditorAccount: record.creditorAccount ?? '',
    amountMinor,
    currency,
    channel: record.channel ?? '',
    debtorBalanceMinor,
    creditorBalanceMinor,
    labelled: label === '1',
    pattern: record.pattern ?? '',
  });
}

function integer(text: string | undefined): number | null {
  if (text === undefined || !/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

function optionalInteger(text: string | undefined): number | null | undefined {
  if (text === undefined || text === '') return null;
  return integer(text) ?? undefined;
}

function shown(text: string | undefined): string {
  return text === undefined ? 'missing' : JSON.stringify(text.slice(0, 40));
}
