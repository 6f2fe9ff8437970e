import type { Decision } from '@sluice/domain';
import { and, eq, max, ne, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { plainArray, textArray } from '../rows/arrayLiteral';
import { insertRows } from '../rows/insertRows';
import { isAnyOf } from '../rows/isAnyOf';
import { alert, caseFile } from '../schema';
import { type AlertSubject, alertSubject } from './alertSubject';
import { appendCaseEvents, type NewCaseEvent } from './appendCaseEvents';
import { alertCaseId, alertIdOf } from './caseId';

const BY = 'service:case-recorder';

interface NewAlert {
  readonly alertId: string;
  readonly decision: Decision;
  readonly subject: AlertSubject;
}

/**
 * Raises one alert per decision other than ALLOW. It joins the open case of its account or opens one; an account never
 * has two open alert cases. An alert that is there already stays in its case.
 */
export async function raiseAlerts(
  tx: CaseTransaction,
  decisions: readonly Decision[],
  now: number,
): Promise<void> {
  const alerts = await withoutKnown(tx, decisions);
  if (alerts.length === 0) return;
  const accounts = [...new Set(alerts.map(({ subject }) => subject.accountId))].sort();
  const cases = await openCasesOf(tx, accounts, alerts);
  const rows = alerts.map(({ alertId, decision, subject }) => ({
    alertId,
    caseId: cases.get(subject.accountId)!.caseId,
    transferId: decision.transferId,
    decisionId: decision.decisionId,
    accountId: subject.accountId,
    side: subject.side,
    outcome: decision.outcome,
    score: subject.score,
    scenario: decision.scenario,
    raisedAt: decision.decidedAt,
  }));
  const inserted = await tx.execute<{ alert_id: string }>(
    insertRows(alert, rows, sql`on conflict do nothing returning alert_id`),
  );
  const fresh = new Set(inserted.rows.map((row) => row.alert_id));
  const joined = rows.filter((row) => fresh.has(row.alertId)).sort((a, b) => a.raisedAt - b.raisedAt);
  await moveOpeningsBack(tx, joined);
  const events: NewCaseEvent[] = [];
  for (const row of joined) {
    const opened = cases.get(row.accountId)!;
    if (opened.isNew) events.push(openedEvent(opened.caseId, row.accountId, row.raisedAt));
    events.push({
      caseId: row.caseId,
      eventId: `JOINED:${row.alertId}`,
      type: 'ALERT_JOINED',
      at: row.raisedAt,
      by: BY,
      detail: { alertId: row.alertId, transferId: row.transferId, outcome: row.outcome, score: row.score },
    });
  }
  await appendCaseEvents(tx, events, now);
}

async function withoutKnown(tx: CaseTransaction, decisions: readonly Decision[]): Promise<NewAlert[]> {
  const byId = new Map<string, NewAlert>();
  for (const decision of decisions) {
    const alertId = alertIdOf(decision.transferId);
    // First wins, as everywhere with decisions.
    if (!byId.has(alertId)) byId.set(alertId, { alertId, decision, subject: alertSubject(decision) });
  }
  if (byId.size === 0) return [];
  const known = await tx
    .select({ alertId: alert.alertId })
    .from(alert)
    .where(isAnyOf(alert.alertId, byId.keys()));
  for (const { alertId } of known) byId.delete(alertId);
  return [...byId.values()];
}

interface OpenCase {
  readonly caseId: string;
  readonly isNew: boolean;
}

/** The accounts' open cases, locked until the transaction ends so that nobody closes one under a joining alert. */
async function openCasesOf(
  tx: CaseTransaction,
  accounts: readonly string[],
  alerts: readonly NewAlert[],
): Promise<Map<string, OpenCase>> {
  const cases = new Map<string, OpenCase>();
  const lockOpen = async (isNew: boolean) => {
    const missing = accounts.filter((account) => !cases.has(account));
    if (missing.length === 0) return missing;
    const found = await tx
      .select({ caseId: caseFile.caseId, account: caseFile.subjectAccount })
      .from(caseFile)
      .where(
        and(
          eq(caseFile.kind, 'ALERT'),
          ne(caseFile.state, 'CLOSED'),
          isAnyOf(caseFile.subjectAccount, missing),
        ),
      )
      .orderBy(caseFile.caseId)
      .for('update');
    for (const { caseId, account } of found) cases.set(account!, { caseId, isNew });
    return accounts.filter((account) => !cases.has(account));
  };
  let missing = await lockOpen(false);
  // Another recorder may open the same case first, or a person close it: then the next round finds what there is.
  for (let round = 0; missing.length > 0; round++) {
    if (round === 5) throw new Error(`case of ${missing.length} accounts opened and closed five times over`);
    await insertCases(tx, missing, alerts);
    missing = await lockOpen(true);
  }
  return cases;
}

async function insertCases(
  tx: CaseTransaction,
  accounts: readonly string[],
  alerts: readonly NewAlert[],
): Promise<void> {
  const last = await tx
    .select({ account: caseFile.subjectAccount, ordinal: max(caseFile.ordinal) })
    .from(caseFile)
    .where(and(eq(caseFile.kind, 'ALERT'), isAnyOf(caseFile.subjectAccount, accounts)))
    .groupBy(caseFile.subjectAccount);
  const ordinals = new Map(last.map(({ account, ordinal }) => [account, ordinal ?? 0]));
  const rows = accounts.map((account) => {
    const ordinal = (ordinals.get(account) ?? 0) + 1;
    const raised = alerts
      .filter(({ subject }) => subject.accountId === account)
      .map(({ decision }) => decision.decidedAt);
    return {
      caseId: alertCaseId(account, ordinal),
      kind: 'ALERT' as const,
      state: 'OPEN' as const,
      subjectAccount: account,
      ordinal,
      openedAt: Math.min(...raised),
    };
  });
  await tx.execute(
    insertRows(
      caseFile,
      rows,
      sql`on conflict (subject_account) where kind = 'ALERT' and state <> 'CLOSED' do nothing`,
    ),
  );
}

/** A case is as old as its earliest alert, whichever was read first. */
async function moveOpeningsBack(
  tx: CaseTransaction,
  joined: readonly { caseId: string; raisedAt: number }[],
): Promise<void> {
  const earliest = new Map<string, number>();
  for (const { caseId, raisedAt } of joined) {
    earliest.set(caseId, Math.min(raisedAt, earliest.get(caseId) ?? raisedAt));
  }
  if (earliest.size === 0) return;
  await tx.execute(sql`update case_file set opened_at = given.opened_at
    from (select case_id, to_timestamp(opened_at::float8 / 1000) as opened_at
      from unnest(${textArray([...earliest.keys()])}::text[], ${plainArray([...earliest.values()])}::bigint[])
        as row(case_id, opened_at)) as given
    where case_file.case_id = given.case_id and case_file.opened_at > given.opened_at`);
}

function openedEvent(caseId: string, account: string, at: number): NewCaseEvent {
  return {
    caseId,
    eventId: `OPENED:${caseId}`,
    type: 'OPENED',
    at,
    by: BY,
    detail: { kind: 'ALERT', account },
  };
}
