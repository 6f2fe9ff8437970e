import type { CaseStore } from '@sluice/case-store';
import { TOPICS, type TopicName } from '@sluice/domain';
import { fromDeadLetterRecord } from '@sluice/event-codec';
import type { BankStatistics } from '@sluice/synthetic-bank';
import { sql } from 'drizzle-orm';
import type { RunningPipeline } from '../pipeline/runningPipeline';

/** The demo in one object; the last line of `npm run demo -- --once --json`. Amounts in minor units of `currency`. */
export interface DemoTotals {
  readonly seed: number;
  readonly factor: number;
  readonly currency: string;
  /** Records on `transfers`: = decided + statuses + duplicates + deadLetters. */
  readonly published: number;
  /** Distinct transferIds on `decisions`. */
  readonly decided: number;
  readonly statuses: number;
  readonly duplicates: number;
  readonly deadLetters: number;
  /** Decisions of one transferId that differ from each other: must be 0. */
  readonly contradictingDecisions: number;
  readonly outcomes: Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;
  readonly stopPayments: Readonly<
    Record<
      'issued' | 'executed' | 'partial' | 'rejected' | 'tooLate' | 'recalled' | 'released' | 'returned',
      number
    >
  >;
  readonly cases: number;
  readonly warned: Readonly<Record<string, number>>;
  readonly stolenMinor: number;
  readonly stolenStoppedMinor: number;
  readonly honestTransfers: number;
  readonly honestHeld: number;
  readonly decisionLatencyMs: { readonly p50: number | null; readonly p99: number | null };
  readonly recovery: {
    readonly reports: number;
    readonly reportedMinor: number;
    readonly neverLeftMinor: number;
    readonly returnedMinor: number;
    readonly frozenMinor: number;
    readonly atRestMinor: number;
    readonly leftSightMinor: number;
    readonly untracedMinor: number;
    readonly unbalancedCases: number;
  };
  readonly withoutSluice: { readonly leftSightMinor: number };
  /** Rows of the case store by table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What was read back from the topics, the services and Postgres; the bank's own statistics only for what it alone knows. */
export async function demoTotals(
  pipeline: RunningPipeline,
  bank: BankStatistics,
  run: {
    readonly seed: number;
    readonly factor: number;
    readonly currency: string;
    readonly leftSightWithoutSluiceMinor: number;
  },
): Promise<DemoTotals> {
  const counts = await pipeline.intakeCounts();
  const decisions = await decisionsOnTopic(pipeline);
  return {
    seed: run.seed,
    factor: run.factor,
    currency: run.currency,
    published: await recordsOn(pipeline, TOPICS.transfers),
    decided: decisions.distinct,
    statuses: counts.statuses + counts.ledgerOnly,
    duplicates: counts.duplicates,
    deadLetters: await deadLettersOf(pipeline, TOPICS.transfers),
    contradictingDecisions: decisions.contradicting,
    outcomes: decisions.outcomes,
    stopPayments: await stopPaymentTotals(pipeline.store),
    cases: await count(pipeline.store, 'select count(*) as n from case_file'),
    warned: bank.warned,
    stolenMinor: bank.stolenMinor,
    stolenStoppedMinor: bank.stolenStoppedMinor,
    honestTransfers: bank.honestTransfers,
    honestHeld: bank.honestHeld,
    decisionLatencyMs: { p50: bank.decisionLatencyMs.p50, p99: bank.decisionLatencyMs.p99 },
    recovery: await recoveryTotals(pipeline.store, run.currency),
    withoutSluice: { leftSightMinor: run.leftSightWithoutSluiceMinor },
    rows: await rowCounts(pipeline.store),
  };
}

/** What a run at the default size must have shown; a small one may lack a freeze or a recall. */
export function unseenIn(totals: DemoTotals): string[] {
  const { recovery, stopPayments } = totals;
  const wanted = {
    'never left': recovery.neverLeftMinor,
    returned: recovery.returnedMinor,
    frozen: recovery.frozenMinor,
    'left sight': recovery.leftSightMinor,
    executed: stopPayments.executed,
    recalled: stopPayments.recalled,
  };
  return Object.entries(wanted).flatMap(([name, value]) =>
    value > 0 ? [] : [`nothing was seen as ${name}`],
  );
}

/** What must hold of any run; one sentence for each that does not. */
export function problemsOf(totals: DemoTotals, failure: string | null): string[] {
  const accounted = totals.decided + totals.statuses + totals.duplicates + totals.deadLetters;
  const { recovery } = totals;
  const sum =
    recovery.neverLeftMinor +
    recovery.returnedMinor +
    recovery.frozenMinor +
    recovery.atRestMinor +
    recovery.leftSightMinor +
    recovery.untracedMinor;
  return [
    failure === null ? null : `a service has stopped: ${failure}`,
    totals.published === accounted
      ? null
      : `${totals.published} records were published, ${accounted} are accounted for`,
    totals.contradictingDecisions === 0
      ? null
      : `${totals.contradictingDecisions} transfers have two decisions`,
    recovery.unbalancedCases === 0 ? null : `${recovery.unbalancedCases} recovery cases do not balance`,
    recovery.reportedMinor === sum
      ? null
      : `reported ${recovery.reportedMinor} is not the sum of its parts ${sum}`,
  ].filter((problem) => problem !== null);
}

async function recordsOn({ connection }: RunningPipeline, topic: TopicName): Promise<number> {
  const [ends, starts] = [await connection.endOffsets(topic), await connection.startOffsets(topic)];
  let records = 0n;
  for (const [partition, end] of ends) records += end - (starts.get(partition) ?? 0n);
  return Number(records);
}

/** Dead letters of one source topic, as the topic itself says. */
async function deadLettersOf({ connection }: RunningPipeline, source: TopicName): Promise<number> {
  let letters = 0;
  await connection.readToEnd(TOPICS.deadLetters, {
    onRecord: (record) => {
      const letter = fromDeadLetterRecord(record);
      if (!letter.ok) throw new Error(letter.problem.sentence);
      if (letter.value.sourceTopic === source) letters += 1;
    },
  });
  return letters;
}

async function decisionsOnTopic({ connection, codec }: RunningPipeline) {
  const outcomes = { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 };
  const seen = new Map<string, Buffer>();
  let contradicting = 0;
  await connection.readToEnd(TOPICS.decisions, {
    onRecord: async ({ value }) => {
      if (value === null) return;
      const decoded = await codec.decisions.decode(value);
      if (!decoded.ok) throw new Error(decoded.problem.sentence);
      const { transferId, outcome } = decoded.value;
      const first = seen.get(transferId);
      if (first === undefined) {
        seen.set(transferId, value);
        if (outcome !== 'UNKNOWN') outcomes[outcome] += 1;
      } else if (!first.equals(value)) contradicting += 1;
    },
  });
  return { distinct: seen.size, contradicting, outcomes };
}

async function stopPaymentTotals(store: CaseStore): Promise<DemoTotals['stopPayments']> {
  const of = (condition: string) =>
    count(store, `select count(distinct stop_payment_id) as n from stop_payment_event where ${condition}`);
  return {
    issued: await of(`type = 'ISSUED'`),
    executed: await of(`type = 'EXECUTED'`),
    partial: await of(`type = 'PARTIAL'`),
    rejected: await of(`type = 'REJECTED'`),
    tooLate: await of(`type = 'TOO_LATE'`),
    recalled: await of(`type = 'ISSUED' and instrument = 'RECALL_TRANSFER'`),
    released: await of(`type in ('RELEASED', 'EXPIRED')`),
    returned: await of(`type = 'RETURNED'`),
  };
}

async function recoveryTotals(store: CaseStore, currency: string): Promise<DemoTotals['recovery']> {
  const { rows } = await store.db.execute<Record<string, string>>(sql`
    select count(distinct case_id) as reports, coalesce(sum(reported_minor), 0) as reported,
      coalesce(sum(never_left_minor), 0) as never_left, coalesce(sum(returned_minor), 0) as returned,
      coalesce(sum(frozen_minor), 0) as frozen, coalesce(sum(at_rest_minor), 0) as at_rest,
      coalesce(sum(left_sight_minor), 0) as left_sight, coalesce(sum(untraced_minor), 0) as untraced,
      count(*) filter (where not balanced) as unbalanced
    from recovery_case where currency = ${currency}`);
  const number = (name: string): number => Number(rows[0]?.[name] ?? 0);
  return {
    reports: number('reports'),
    reportedMinor: number('reported'),
    neverLeftMinor: number('never_left'),
    returnedMinor: number('returned'),
    frozenMinor: number('frozen'),
    atRestMinor: number('at_rest'),
    leftSightMinor: number('left_sight'),
    untracedMinor: number('untraced'),
    unbalancedCases: number('unbalanced'),
  };
}

const COUNTED_TABLES = [
  'account',
  'transfer',
  'transfer_status',
  'decision',
  'alert',
  'case_file',
  'case_event',
  'stop_payment',
  'stop_payment_event',
  'stop_payment_command',
  'stop_payment_answer',
  'victim_warning',
  'transfer_outcome',
  'fraud_report',
  'dead_letter',
] as const;

/** Rows of the case store by table. */
export async function rowCounts(store: CaseStore): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of COUNTED_TABLES)
    counts[table] = await count(store, `select count(*) as n from ${table}`);
  return counts;
}

async function count(store: CaseStore, query: string): Promise<number> {
  const { rows } = await store.db.execute<{ n: string }>(sql.raw(query));
  return Number(rows[0]?.n ?? 0);
}
