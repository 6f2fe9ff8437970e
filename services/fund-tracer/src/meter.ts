import type { TakenReport } from '@sluice/case-store';
import type { Metrics } from '@sluice/observability';
import type { CaseTraced } from './tracing/traceCase';

/** What was done since the start. */
export interface FundTracerCounts {
  /** Cases opened. */
  reports: number;
  /** Reports that became notes of a case. */
  notes: number;
  refused: number;
  /** Runs that found something new. */
  runs: number;
  freezes: number;
  recalls: number;
  /** Orders that left the outbox. */
  relayed: number;
}

/** Counts what the service does, for `/metrics` and for whoever composes it. */
export interface FundTracerMeter {
  readonly counts: Readonly<FundTracerCounts>;
  taken(taken: TakenReport): void;
  refused(count: number): void;
  traced(traced: CaseTraced | null, tookMs: number): void;
  relayed(count: number): void;
  /** Reports whose first trace waits for the ledger. */
  waiting(count: number): void;
}

const TRACE_BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

export function createMeter(metrics: Metrics | undefined): FundTracerMeter {
  const counts: FundTracerCounts = {
    reports: 0,
    notes: 0,
    refused: 0,
    runs: 0,
    freezes: 0,
    recalls: 0,
    relayed: 0,
  };
  const reports = metrics?.counter('sluice_fund_tracer_reports_total', 'Fraud reports by what they led to.', [
    'result',
  ]);
  const runs = metrics?.counter('sluice_fund_tracer_runs_total', 'Traces that found something new.');
  const orders = metrics?.counter('sluice_fund_tracer_orders_total', 'Orders by action.', ['action']);
  const seconds = metrics?.histogram(
    'sluice_fund_tracer_trace_seconds',
    'One trace of one case: reading the ledger, tracing, writing.',
    TRACE_BUCKETS_S,
  );
  const waiting = metrics?.gauge(
    'sluice_fund_tracer_waiting_reports',
    'Reports whose first trace waits for the ledger.',
  );

  return {
    counts,
    taken(taken) {
      if (taken === 'OPENED') counts.reports += 1;
      if (taken === 'NOTED') counts.notes += 1;
      reports?.add(1, { result: taken });
    },
    refused(count) {
      counts.refused += count;
      if (count > 0) reports?.add(count, { result: 'REFUSED' });
    },
    traced(traced, tookMs) {
      seconds?.observe(tookMs / 1_000);
      if (traced === null || traced.runNo === null) return;
      counts.runs += 1;
      counts.freezes += traced.freezes;
      counts.recalls += traced.recalls;
      runs?.add();
      if (traced.freezes > 0) orders?.add(traced.freezes, { action: 'FREEZE_AMOUNT' });
      if (traced.recalls > 0) orders?.add(traced.recalls, { action: 'RECALL_TRANSFER' });
    },
    relayed(count) {
      counts.relayed += count;
    },
    waiting: (count) => waiting?.set(count),
  };
}
