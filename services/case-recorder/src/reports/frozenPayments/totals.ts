import type { FrozenFlowRow, FrozenPaymentRow } from '@sluice/case-store';
import { formatMajor } from '@sluice/domain';

/** Totals of one currency and legal basis; amounts in major units, exact decimals. */
export interface FrozenPaymentTotals {
  readonly currency: string;
  readonly legal_basis: string;
  /** Held at the begin of the period. */
  readonly opening: string;
  readonly stopped: string;
  readonly released: string;
  readonly expired: string;
  readonly returned: string;
  /** Moved here from, and from here to, another legal basis. */
  readonly converted_in: string;
  readonly converted_out: string;
  /** Held at the end: opening + stopped − released − expired − returned + converted_in − converted_out. */
  readonly closing: string;
  /** Stop-payments requested in the period, the accounts and victims that they are about, and what they asked for. */
  readonly orders: number;
  readonly accounts: number;
  readonly victims: number;
  readonly requested: string;
  readonly executed: number;
  readonly partial: number;
  readonly rejected: number;
  readonly too_late: number;
  readonly refused: number;
  readonly unanswered: number;
  /** Executed, wholly or in part, of those that the core answered, in percent with one decimal; null where none. */
  readonly success_rate: string | null;
  readonly seconds_to_execute_median: string | null;
  readonly seconds_to_execute_p90: string | null;
  /** Released in the period although the transfer was genuine: honest customers who were held up. */
  readonly false_positive_releases: number;
  /** Still held at the end although their time was over; must be 0. */
  readonly past_expiry: number;
}

/** How long after its end a stop may still be on its way out before it counts as forgotten. */
export const EXPIRY_GRACE_MS = 60_000;

/** Totals per currency and legal basis, in their order. Throws where the books do not balance: that would be a bug. */
export function frozenPaymentTotals(
  rows: readonly FrozenPaymentRow[],
  flows: readonly FrozenFlowRow[],
  period: { readonly from: number; readonly until: number; readonly asOf: number },
): FrozenPaymentTotals[] {
  const held = outstandingByBasis(rows);
  const groups = new Map<string, { currency: string; basis: string }>();
  for (const { currency, legal_basis: basis } of flows)
    groups.set(`${currency} ${basis}`, { currency, basis });
  for (const row of rows) {
    groups.set(`${row.currency} ${row.legal_basis}`, { currency: row.currency, basis: row.legal_basis });
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { currency, basis }]) => {
      const flow = flows.find((one) => one.currency === currency && one.legal_basis === basis);
      const books = booksOf(flow);
      if (books.closing !== (held.get(key) ?? 0n)) {
        throw new Error(
          `${key}: the books close at ${books.closing}, the stop-payments hold ${held.get(key) ?? 0n} minor units`,
        );
      }
      const ours = rows.filter((row) => row.currency === currency && row.legal_basis === basis);
      return { currency, legal_basis: basis, ...inMajorUnits(books, currency), ...countsOf(ours, period) };
    });
}

const FLOWS = [
  'opening',
  'stopped',
  'released',
  'expired',
  'returned',
  'converted_in',
  'converted_out',
] as const;
type Books = Readonly<Record<(typeof FLOWS)[number] | 'closing', bigint>>;

function booksOf(flow: FrozenFlowRow | undefined): Books {
  const amount = (name: (typeof FLOWS)[number]) => BigInt(flow?.[`${name}_minor`] ?? 0);
  const books = Object.fromEntries(FLOWS.map((name) => [name, amount(name)])) as Omit<Books, 'closing'>; // the keys of FLOWS
  const closing =
    books.opening +
    books.stopped -
    books.released -
    books.expired -
    books.returned +
    books.converted_in -
    books.converted_out;
  return { ...books, closing };
}

function inMajorUnits(books: Books, currency: string): Readonly<Record<keyof Books, string>> {
  const entries = Object.entries(books).map(([name, minor]) => [name, formatMajor(minor, currency, false)]);
  return Object.fromEntries(entries) as Record<keyof Books, string>; // the keys of Books
}

/** What the rows say is still held, under the basis on which it is held now. */
function outstandingByBasis(rows: readonly FrozenPaymentRow[]): Map<string, bigint> {
  const held = new Map<string, bigint>();
  for (const row of rows) {
    const key = `${row.currency} ${row.converted_to ?? row.legal_basis}`;
    held.set(key, (held.get(key) ?? 0n) + BigInt(row.outstanding_minor ?? 0));
  }
  return held;
}

function countsOf(
  rows: readonly FrozenPaymentRow[],
  { from, until, asOf }: { readonly from: number; readonly until: number; readonly asOf: number },
) {
  const orders = rows.filter((row) => Date.parse(row.requested_at) >= from);
  const results = (result: string) => orders.filter((row) => row.result === result).length;
  const executed = results('EXECUTED');
  const partial = results('PARTIAL');
  const answered = executed + partial + results('REJECTED') + results('TOO_LATE');
  const seconds = orders
    .flatMap((row) => (row.seconds_to_execute === null ? [] : [row.seconds_to_execute]))
    .sort((a, b) => Number(a) - Number(b));
  const now = Math.min(until, asOf) - EXPIRY_GRACE_MS;
  return {
    orders: orders.length,
    accounts: new Set(orders.map((row) => row.account)).size,
    victims: new Set(orders.flatMap((row) => (row.victim_account === null ? [] : [row.victim_account]))).size,
    requested: formatMajor(
      orders.reduce((sum, row) => sum + BigInt(row.requested_minor ?? 0), 0n),
      rows[0]?.currency ?? 'EUR',
      false,
    ),
    executed,
    partial,
    rejected: results('REJECTED'),
    too_late: results('TOO_LATE'),
    refused: results('REFUSED'),
    unanswered: results('UNANSWERED'),
    success_rate: answered === 0 ? null : percent(executed + partial, answered),
    seconds_to_execute_median: nearestRank(seconds, 50),
    seconds_to_execute_p90: nearestRank(seconds, 90),
    false_positive_releases: rows.filter(
      (row) =>
        row.end_reason === 'RELEASED' &&
        row.truth === 'GENUINE' &&
        row.ended_at !== null &&
        Date.parse(row.ended_at) >= from,
    ).length,
    past_expiry: rows.filter(
      (row) =>
        BigInt(row.outstanding_minor ?? 0) > 0n &&
        row.expires_at !== null &&
        Date.parse(row.expires_at) < now,
    ).length,
  };
}

/** One decimal, halves up, in integers, so that it is the same on every machine. */
function percent(part: number, whole: number): string {
  const tenths = Math.floor((part * 2_000 + whole) / (2 * whole));
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}

/** The nearest-rank percentile of sorted values: the smallest that at least that share does not exceed. */
function nearestRank<T>(sorted: readonly T[], percentile: number): T | null {
  return sorted[Math.ceil((percentile * sorted.length) / 100) - 1] ?? null;
}
