import {
  type CaseStore,
  deadLetter,
  decision,
  decisionSummary,
  stopOrder,
  stopPayment,
  stopPaymentAnswer,
  stopPaymentCommand,
  stopPaymentEvent,
  transfer,
  transferStatus,
  victimWarning,
} from '@sluice/case-store';
import { getTableColumns, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { CaseBooks } from '../check/books';
import { digestOf } from '../check/digest';
import { ledgerRowDigest, statusRowDigest } from '../check/ledger';
import { checkRows, type KeyedRow, type RowsChecked } from '../check/rows';
import { decisionDigest, summaryDigest } from './decisionRows';
import type { Topics } from './readTopics';

/** The columns that come from the record itself; when it was appended does not. */
const fieldsOf = (table: PgTable): readonly string[] =>
  Object.keys(getTableColumns(table)).filter((name) => name !== 'appendTime');
const EVENT_FIELDS = fieldsOf(stopPaymentEvent);
const FACT_FIELDS = fieldsOf(stopPayment);
const COMMAND_FIELDS = fieldsOf(stopPaymentCommand);
const ANSWER_FIELDS = fieldsOf(stopPaymentAnswer);
const ORDER_FIELDS = fieldsOf(stopOrder);
const WARNING_FIELDS = fieldsOf(victimWarning);

type Row = Readonly<Record<string, unknown>>;

const PAGE_ROWS = 50_000;

/** Every row of a table, page by page in the order of its key columns. Nothing may be written to it meanwhile. */
async function* rowsOf(
  { db }: CaseStore,
  table: PgTable,
  order: readonly PgColumn[],
  keyOf: (row: Row) => string,
  digest: (row: Row) => string,
): AsyncGenerator<KeyedRow> {
  for (let offset = 0; ; offset += PAGE_ROWS) {
    const page: Row[] = await db
      .select()
      .from(table)
      .orderBy(...order)
      .limit(PAGE_ROWS)
      .offset(offset);
    yield* page.map((row) => ({ key: keyOf(row), digest: digest(row) }));
    if (page.length < PAGE_ROWS) return;
  }
}

/** Holds the ledger, decisions, stop-payments and what belongs to them against the topics, field by field. */
export async function checkTables(store: CaseStore, topics: Topics): Promise<RowsChecked[]> {
  const by =
    (...fields: readonly string[]) =>
    (row: Row) =>
      fields.map((field) => row[field]).join(' ');
  const all = (fields: readonly string[]) => (row: Row) => digestOf(row, fields);
  const rows = (
    table: PgTable,
    order: readonly PgColumn[],
    keyOf: (row: Row) => string,
    digest: (row: Row) => string,
  ) => rowsOf(store, table, order, keyOf, digest);
  const stopIds = by('stopPaymentId');
  const id = by('transferId');
  return [
    await checkRows(
      'transfer',
      topics.ledger.rows(),
      rows(transfer, [transfer.transferId], id, ledgerRowDigest),
    ),
    await checkRows(
      'transfer_status',
      topics.ledger.statusRows(),
      rows(
        transferStatus,
        [transferStatus.transferId, transferStatus.statusAt, transferStatus.status],
        by('transferId', 'statusAt', 'status'),
        statusRowDigest,
      ),
    ),
    await checkRows(
      'decision_summary',
      topics.decisionRows.summaries,
      rows(decisionSummary, [decisionSummary.transferId], id, summaryDigest),
    ),
    await checkRows(
      'decision',
      topics.decisionRows.noted,
      rows(decision, [decision.transferId], id, decisionDigest),
    ),
    await checkRows(
      'stop_payment_event',
      expectedRows(topics.events, by('stopPaymentId', 'sequence'), all(EVENT_FIELDS)),
      rows(
        stopPaymentEvent,
        [stopPaymentEvent.stopPaymentId, stopPaymentEvent.sequence],
        by('stopPaymentId', 'sequence'),
        all(EVENT_FIELDS),
      ),
    ),
    await checkRows(
      'stop_payment',
      // Later events of the same stop-payment take the place of earlier ones.
      expectedRows(topics.events, stopIds, all(FACT_FIELDS)),
      rows(stopPayment, [stopPayment.stopPaymentId], stopIds, all(FACT_FIELDS)),
    ),
    await checkRows(
      'stop_payment_command',
      expectedRows(topics.commands, by('commandId'), all(COMMAND_FIELDS)),
      rows(stopPaymentCommand, [stopPaymentCommand.commandId], by('commandId'), all(COMMAND_FIELDS)),
    ),
    await checkRows(
      'stop_payment_answer',
      expectedRows(topics.answers, by('commandId', 'at', 'result'), all(ANSWER_FIELDS)),
      rows(
        stopPaymentAnswer,
        [stopPaymentAnswer.commandId, stopPaymentAnswer.at, stopPaymentAnswer.result],
        by('commandId', 'at', 'result'),
        all(ANSWER_FIELDS),
      ),
    ),
    await checkRows(
      'stop_order',
      expectedRows(topics.orders, by('orderId'), all(ORDER_FIELDS)),
      rows(stopOrder, [stopOrder.orderId], by('orderId'), all(ORDER_FIELDS)),
    ),
    await checkRows(
      'victim_warning',
      expectedRows(topics.warnings, by('warningId'), all(WARNING_FIELDS)),
      rows(victimWarning, [victimWarning.warningId], by('warningId'), all(WARNING_FIELDS)),
    ),
    await checkRows(
      'dead_letter',
      expectedRows(topics.letters, LETTER_KEY, all(['code', 'sentence'])),
      rows(
        deadLetter,
        [deadLetter.sourceTopic, deadLetter.sourcePartition, deadLetter.sourceOffset],
        LETTER_KEY,
        all(['code', 'sentence']),
      ),
    ),
  ];
}

const LETTER_KEY = (row: Row): string => `${row.sourceTopic}/${row.sourcePartition}@${row.sourceOffset}`;

/** Where records of one key come again, the last one counts for stop-payments, and for the rest they are equal. */
function expectedRows<T extends object>(
  records: readonly T[],
  keyOf: (row: Row) => string,
  digest: (row: Row) => string,
): ReadonlyMap<string, string> {
  return new Map(
    records.map((record) => {
      const row: Row = Object.fromEntries(Object.entries(record));
      return [keyOf(row), digest(row)];
    }),
  );
}

/** The books of every recovery case that has any. */
export async function readBooks({ db }: CaseStore): Promise<CaseBooks[]> {
  const { rows } = await db.execute<Record<string, string | boolean>>(sql`
    select case_id, currency, reported_minor, never_left_minor, returned_minor, frozen_minor, at_rest_minor,
      left_sight_minor, untraced_minor, balanced
    from recovery_case where currency is not null order by case_id, currency`);
  return rows.map((row) => ({
    caseId: String(row.case_id),
    currency: String(row.currency),
    reported: Number(row.reported_minor),
    neverLeft: Number(row.never_left_minor),
    returned: Number(row.returned_minor),
    frozen: Number(row.frozen_minor),
    atRest: Number(row.at_rest_minor),
    leftSight: Number(row.left_sight_minor),
    untraced: Number(row.untraced_minor),
    balanced: row.balanced === true,
  }));
}
