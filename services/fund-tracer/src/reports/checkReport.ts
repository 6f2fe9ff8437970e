import {
  AMOUNT_MINOR_MAX,
  accountIdProblem,
  type FraudReport,
  isCurrency,
  ok,
  type Problem,
  type ReportedPayment,
  type Result,
  refuse,
} from '@sluice/domain';

/** Most payments of one report; a longer list is a mistake, or several reports. */
export const ITEMS_MAX = 1_000;
const ID_LENGTH_MAX = 128;

type ReportProblem = Problem<'REPORT_INVALID'>;

/** Checks a decoded report; `key` is the record's key. REPORT_INVALID with what is wrong and what to do. */
export function checkReport(report: FraudReport, key: string | null): Result<FraudReport, ReportProblem> {
  const problem = reportProblem(report, key) ?? firstItemProblem(report);
  return problem === null ? ok(report) : refuse('REPORT_INVALID', problem);
}

function reportProblem(report: FraudReport, key: string | null): string | null {
  const { reportId, state, items } = report;
  if (reportId.trim() === '') return 'reportId is empty; give the report the id that all its versions share';
  if (reportId.length > ID_LENGTH_MAX) return `reportId is longer than ${ID_LENGTH_MAX} characters`;
  if (reportId.includes('\u0000')) return 'reportId has a NUL character, which no database can keep';
  if (key !== reportId) return 'the record’s key is not its reportId; key it by reportId';
  if (state === 'UNKNOWN')
    return 'state is UNKNOWN or newer than this build; use OPENED, AMENDED or WITHDRAWN';
  if (items.length === 0 && state !== 'WITHDRAWN')
    return 'the report names no payment; give at least one item';
  if (items.length > ITEMS_MAX)
    return `the report has ${items.length} payments; split it into reports of at most ${ITEMS_MAX}`;
  if (!isInstant(report.reportedAt)) return 'reportedAt is not an instant in epoch ms';
  return accountProblem('victimAccount', report.victimAccount);
}

function firstItemProblem(report: FraudReport): string | null {
  for (const [index, item] of report.items.entries()) {
    const problem = itemProblem(item);
    if (problem !== null) return `item ${index + 1}: ${problem}`;
  }
  return null;
}

function itemProblem(item: ReportedPayment): string | null {
  if (!Number.isSafeInteger(item.amountMinor) || item.amountMinor <= 0 || item.amountMinor > AMOUNT_MINOR_MAX)
    return 'amountMinor must be a whole number above 0 and at most 2^53 - 1';
  if (!isCurrency(item.currency)) return `${item.currency} is not an ISO 4217 currency code`;
  if (item.transferId !== null && (item.transferId === '' || item.transferId.length > ID_LENGTH_MAX))
    return `transferId must have 1 to ${ID_LENGTH_MAX} characters, or be left out`;
  if (!isInstant(item.at)) return 'at is not an instant in epoch ms';
  return (
    accountProblem('creditorAccount', item.creditorAccount) ??
    accountProblem('debtorAccount', item.debtorAccount)
  );
}

function accountProblem(field: string, accountId: string | null): string | null {
  if (accountId === null) return null;
  const problem = accountIdProblem(accountId);
  return problem === null ? null : `${field} is no account identifier (${problem})`;
}

// What a Date can hold; beyond it no database column can either.
function isInstant(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0 && at <= 8.64e15;
}
