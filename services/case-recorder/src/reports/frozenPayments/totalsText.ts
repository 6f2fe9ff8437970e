import { grouped, textTable } from '../../text/table';
import type { FrozenPaymentsReport } from './report';
import type { FrozenPaymentTotals } from './totals';

/** The totals for people: one line per currency and basis, and what must not be. */
export function totalsText(report: FrozenPaymentsReport): string {
  const head = `Frozen payments from ${report.from} to before ${report.to} (${report.zone}), as of ${report.as_of}: ${report.rows.length} stop-payments`;
  if (report.totals.length === 0) return head;
  const amount = (name: 'opening' | 'stopped' | 'released' | 'expired' | 'returned' | 'closing') => ({
    title: name.toUpperCase(),
    text: (totals: FrozenPaymentTotals) => grouped(totals[name]),
    align: 'right' as const,
  });
  const count = (title: string, name: 'orders' | 'unanswered' | 'past_expiry') => ({
    title,
    text: (totals: FrozenPaymentTotals) => String(totals[name]),
    align: 'right' as const,
  });
  const table = textTable(
    [
      { title: 'CCY', text: (totals: FrozenPaymentTotals) => totals.currency },
      { title: 'BASIS', text: (totals) => totals.legal_basis },
      amount('opening'),
      amount('stopped'),
      amount('released'),
      amount('expired'),
      amount('returned'),
      amount('closing'),
      count('ORDERS', 'orders'),
      { title: 'SUCCESS %', text: (totals) => totals.success_rate, align: 'right' },
      { title: 'MEDIAN S', text: (totals) => totals.seconds_to_execute_median, align: 'right' },
      { title: 'P90 S', text: (totals) => totals.seconds_to_execute_p90, align: 'right' },
      count('UNANSWERED', 'unanswered'),
      count('PAST EXPIRY', 'past_expiry'),
    ],
    report.totals,
  );
  return `${head}\n${table}`;
}
