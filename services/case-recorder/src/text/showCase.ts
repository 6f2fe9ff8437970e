import type { CaseOverviewRow, CaseTimelineRow, FundFlowRow, RecoveryCaseRow } from '@sluice/case-store';
import { maskAccount } from '@sluice/domain';
import { fundFlowText, recoveryText } from './showRecovery';
import { grouped, shortTime, textTable } from './table';

/** How accounts are shown: masked, or whole where the reader asked for it. */
export type ShowAccount = (accountId: string) => string;

export function showAccount(unmasked: boolean): ShowAccount {
  return unmasked ? (accountId) => accountId : maskAccount;
}

/** The list of cases as a table; times in UTC. */
export function caseListText(rows: readonly CaseOverviewRow[], show: ShowAccount): string {
  if (rows.length === 0) return 'No case.';
  return textTable(
    [
      { title: 'CASE', text: (row) => row.case_id },
      { title: 'KIND', text: (row) => row.kind },
      { title: 'STATE', text: (row) => row.state },
      { title: 'OPENED (UTC)', text: (row) => shortTime(row.opened_at) },
      { title: 'ABOUT', text: (row) => aboutText(row, show) },
      { title: 'ALERTS', text: (row) => String(row.alerts), align: 'right' },
      { title: 'WORST', text: (row) => row.worst_outcome },
      {
        title: 'SCORE',
        text: (row) => (row.highest_score === null ? null : String(row.highest_score)),
        align: 'right',
      },
      { title: 'AMOUNT', text: (row) => grouped(row.amount), align: 'right' },
      { title: 'STOPPED', text: (row) => grouped(row.stopped), align: 'right' },
      { title: 'RETURNED', text: (row) => grouped(row.returned), align: 'right' },
      { title: 'CCY', text: (row) => row.currency },
      { title: 'ASSIGNED TO', text: (row) => row.assigned_to },
    ],
    rows,
  );
}

function aboutText(row: CaseOverviewRow, show: ShowAccount): string {
  const account = row.subject_account === null ? '' : show(row.subject_account);
  return row.report_id === null ? account : `report ${row.report_id} ${account}`.trimEnd();
}

/** All that there is to show of a case. */
export interface WholeCase {
  readonly overview: readonly CaseOverviewRow[];
  /** None where it is no recovery case. */
  readonly recovery: readonly RecoveryCaseRow[];
  readonly flow: readonly FundFlowRow[];
  readonly timeline: readonly CaseTimelineRow[];
}

/** One case: what it is, how much money and where it went, then what happened, line by line. */
export function caseText({ overview, recovery, flow, timeline }: WholeCase, show: ShowAccount): string {
  const [first] = overview;
  if (first === undefined) return 'No case.';
  const head = [
    `${first.case_id}  ${first.kind}  ${first.state}  ${aboutText(first, show)}`,
    `opened ${shortTime(first.opened_at)} UTC` +
      (first.assigned_to === null ? ', not assigned' : `, assigned to ${first.assigned_to}`) +
      (first.closed_at === null
        ? ''
        : `, closed ${shortTime(first.closed_at)} UTC by ${first.closed_by}: ${first.close_reason}`),
    `${first.alerts} ${first.alerts === 1 ? 'alert' : 'alerts'}` +
      (first.worst_outcome === null
        ? ''
        : `, worst ${first.worst_outcome}, highest score ${first.highest_score}`) +
      (first.scenarios === null ? '' : `, ${first.scenarios.join(', ')}`),
  ];
  const money = overview.flatMap((row) =>
    row.currency === null
      ? []
      : [
          `${row.currency} ${grouped(row.amount)} concerned, ${grouped(row.stopped)} stopped now, ${grouped(row.returned)} returned`,
        ],
  );
  const where = recovery.length === 0 ? money : [...recoveryText(recovery), '', fundFlowText(flow, show)];
  return [...head, ...where, '', timelineText(timeline)].join('\n');
}

function timelineText(timeline: readonly CaseTimelineRow[]): string {
  return textTable(
    [
      { title: 'TIME (UTC)', text: (row: CaseTimelineRow) => shortTime(row.at) },
      { title: 'SOURCE', text: (row) => row.source },
      { title: 'WHAT', text: (row) => (row.action === null ? row.type : `${row.type} ${row.action}`) },
      { title: 'AMOUNT', text: (row) => grouped(row.amount), align: 'right' },
      { title: 'CCY', text: (row) => row.currency },
      { title: 'TRANSFER', text: (row) => row.transfer_id },
      {
        title: 'BY',
        text: (row) => (row.approved_by === null ? row.by : `${row.by}, approved by ${row.approved_by}`),
      },
      { title: 'TEXT', text: (row) => row.text },
    ],
    timeline,
  );
}
