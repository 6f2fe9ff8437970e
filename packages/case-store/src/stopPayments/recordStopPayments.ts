import type {
  StopPaymentCommand,
  StopPaymentEvent,
  StopPaymentOrder,
  StopPaymentStatus,
} from '@sluice/domain';
import { getTableColumns, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import type { Appended } from '../decisions/recordDecisions';
import { insertFirstWins, insertRows, lastOfEach } from '../rows/insertRows';
import { stopOrder, stopPayment, stopPaymentAnswer, stopPaymentCommand, stopPaymentEvent } from '../schema';

/**
 * Appends events and moves each stop-payment to its newest one, whatever the order of reading. Accounts and recovery
 * cases whose stop-payments moved are marked dirty, so that they are traced again.
 */
export async function recordStopPaymentEvents(
  tx: CaseTransaction,
  events: readonly Appended<StopPaymentEvent>[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events
    .map(({ value: { entry, command: _command, ...facts }, appendTime }) => ({
      ...facts,
      entry: entry ?? null,
      appendTime,
    }))
    .sort((a, b) =>
      a.stopPaymentId === b.stopPaymentId
        ? a.sequence - b.sequence
        : a.stopPaymentId < b.stopPaymentId
          ? -1
          : 1,
    );
  await insertFirstWins(tx, stopPaymentEvent, rows);
  const newest = lastOfEach(
    rows.map(({ entry: _entry, ...facts }) => facts),
    (row) => row.stopPaymentId,
  );
  const moved = insertRows(stopPayment, newest, UPSERT);
  await tx.execute(sql`with moved as (${moved})
    update recovery_taint set dirty = true
    where account_id in (select account from moved) or case_id in (select case_id from moved)`);
}

const UPSERT = sql.raw(`on conflict (stop_payment_id) do update set
  ${Object.values(getTableColumns(stopPayment))
    .filter((column) => column.name !== 'stop_payment_id')
    .map((column) => `"${column.name}" = excluded."${column.name}"`)
    .join(', ')}
  where excluded.sequence > stop_payment.sequence
  returning account, case_id`);

/** Keeps each command to the core once. */
export async function recordCommands(
  tx: CaseTransaction,
  commands: readonly Appended<StopPaymentCommand>[],
): Promise<void> {
  await insertFirstWins(tx, stopPaymentCommand, sorted(commands, 'commandId'));
}

/** Keeps each answer of the core once; an answer sent again with the same result and time is the same answer. */
export async function recordAnswers(
  tx: CaseTransaction,
  answers: readonly Appended<StopPaymentStatus>[],
): Promise<void> {
  await insertFirstWins(tx, stopPaymentAnswer, sorted(answers, 'commandId'));
}

/** Keeps each order once. */
export async function recordOrders(
  tx: CaseTransaction,
  orders: readonly Appended<StopPaymentOrder>[],
): Promise<void> {
  await insertFirstWins(tx, stopOrder, sorted(orders, 'orderId'));
}

/** Rows in the order of their key; of the same key the first read stays first. */
function sorted<T, K extends keyof T>(facts: readonly Appended<T>[], key: K): (T & { appendTime: number })[] {
  return facts
    .map(({ value, appendTime }) => ({ ...value, appendTime }))
    .sort((a, b) => (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0));
}
