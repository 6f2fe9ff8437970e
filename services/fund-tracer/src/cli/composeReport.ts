import { createHash } from 'node:crypto';
import {
  type FraudReport,
  ok,
  REPORT_SOURCES,
  type ReportedPayment,
  type ReportSource,
  type Result,
  refuse,
} from '@sluice/domain';
import { checkReport } from '../reports/checkReport';
import { parseInstant } from './parseItem';

/** What was given on the command line, payments resolved. */
export interface ReportRequest {
  readonly report: string | null;
  readonly victim: string | null;
  readonly victimInstitution: string | null;
  readonly vulnerable: boolean | null;
  readonly type: string | null;
  readonly source: string;
  readonly authority: string | null;
  readonly reference: string | null;
  readonly at: string | null;
  readonly state: 'OPENED' | 'AMENDED' | 'WITHDRAWN';
  readonly items: readonly ReportedPayment[];
}

/** The report to publish; REPORT_INVALID or OPTION_INVALID with what is wrong. `now` is epoch ms. */
export function composeReport(request: ReportRequest, now: number): Result<FraudReport> {
  if (request.report === null && request.state !== 'OPENED')
    return refuse('OPTION_INVALID', 'Name the report that is amended or withdrawn: --report ID.');
  const source = REPORT_SOURCES.find((known): known is ReportSource => known === request.source);
  if (source === undefined || source === 'UNKNOWN')
    return refuse('OPTION_INVALID', `--source ${request.source}: use VICTIM, POLICE, BANK or ANALYST.`);
  const reportedAt = request.at === null ? now : parseInstant(request.at);
  if (reportedAt === null)
    return refuse(
      'OPTION_INVALID',
      `--at ${request.at}: write a time in ISO 8601 with a zone, for example 2026-03-02T10:51:30Z.`,
    );
  const content = {
    state: request.state,
    source,
    victimAccount: request.victim,
    victimInstitution: request.victimInstitution,
    victimVulnerable: request.vulnerable,
    items: request.items,
    fraudType: request.type,
    authority: request.authority,
    reference: request.reference,
    orderExpiresAt: null,
  };
  // Only a time that was given tells two reports apart; the clock's would make every sending another report.
  const told = request.at === null ? content : { ...content, reportedAt };
  const reportId = request.report ?? `R-${digest(told)}`;
  const checked = checkReport({ reportId, ...content, reportedAt }, reportId);
  return checked.ok ? ok(checked.value) : checked;
}

// The same words are the same report, so that a command sent twice opens one case.
function digest(content: object): string {
  return createHash('sha256').update(JSON.stringify(content), 'utf8').digest('hex').slice(0, 12);
}
