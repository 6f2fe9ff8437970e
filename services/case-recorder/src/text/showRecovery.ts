import type { FundFlowRow, RecoveryCaseRow } from '@sluice/case-store';
import type { ShowAccount } from './showCase';
import { grouped, shortTime, textTable } from './table';

/** Where the money is, as one sum per currency. */
export function recoveryText(rows: readonly RecoveryCaseRow[]): string[] {
  return rows.map((row) => {
    if (row.currency === null) return `the trace waits for the ledger (${row.stage.toLowerCase()})`;
    const sum = [
      `${grouped(row.never_left)} never left`,
      `${grouped(row.returned)} returned`,
      `${grouped(row.frozen)} frozen`,
      `${grouped(row.at_rest)} at rest`,
      `${grouped(row.left_sight)} left our sight`,
      `${grouped(row.untraced)} untraced`,
    ].join(' + ');
    const books = row.balanced ? '' : '  THE BOOKS DO NOT BALANCE';
    return `${row.currency} ${grouped(row.reported)} reported = ${sum}${books}`;
  });
}

/** The flow of funds as a table, each hop set in by how far it is from the victim. */
export function fundFlowText(rows: readonly FundFlowRow[], show: ShowAccount): string {
  const account = (accountId: string | null) => (accountId === null ? '?' : show(accountId));
  return textTable(
    [
      {
        title: 'FLOW OF FUNDS',
        text: (row: FundFlowRow) =>
          `${'  '.repeat(Math.max(0, row.layer - 1))}${account(row.from_account)} → ${account(row.to_account)}`,
      },
      { title: 'TIME (UTC)', text: (row) => shortTime(row.at) },
      { title: 'AMOUNT', text: (row) => grouped(row.amount), align: 'right' },
      { title: 'FROZEN', text: (row) => grouped(row.frozen), align: 'right' },
      { title: 'CCY', text: (row) => row.currency },
      { title: 'WHAT HAPPENED', text: (row) => row.what_happened },
      { title: 'TRANSFER', text: (row) => row.transfer_id },
      { title: 'NOTE', text: (row) => row.note },
    ],
    rows,
  );
}
