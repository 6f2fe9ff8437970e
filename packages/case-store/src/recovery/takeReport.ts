import { createHash } from 'node:crypto';
import type { FraudReport } from '@sluice/domain';
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { appendCaseEvents } from '../cases/appendCaseEvents';
import { recoveryCaseId } from '../cases/caseId';
import type { CaseTransaction } from '../database/connection';
import { storableJson } from '../rows/arrayLiteral';
import { caseEvent, caseFile, recoveryReport } from '../schema';

/** OPENED: a case was opened. NOTED: the case has a new note. KNOWN: this very record was taken before. */
export type TakenReport = 'OPENED' | 'NOTED' | 'KNOWN' | 'NOTHING_TO_WITHDRAW';

const BY = 'service:fund-tracer';

/**
 * Takes one record of `fraud-reports`. The first of a report opens its recovery case and puts it into the queue of traces;
 * what follows becomes notes of the case. A record that was taken before changes nothing. `now` is epoch ms.
 */
export async function takeReport(
  tx: CaseTransaction,
  report: FraudReport,
  now: number,
): Promise<TakenReport> {
  const caseId = recoveryCaseId(report.reportId);
  const [known] = await tx
    .select({ stage: recoveryReport.stage })
    .from(recoveryReport)
    .where(eq(recoveryReport.reportId, report.reportId));
  if (known === undefined && report.state === 'WITHDRAWN') return 'NOTHING_TO_WITHDRAW';
  if (known === undefined) await openCase(tx, caseId, report, now);
  else if ((await lastWords(tx, caseId, report)) === wordsOf(report)) return 'KNOWN';
  const added = await appendCaseEvents(
    tx,
    [
      {
        caseId,
        eventId: eventPrefix(report) + fingerprint(report),
        type: known === undefined ? 'OPENED' : 'NOTE',
        at: report.reportedAt,
        by: BY,
        note: known === undefined ? openingNote(report) : laterNote(report),
        detail: {
          reportId: report.reportId,
          state: report.state,
          items: report.items.length,
          words: wordsOf(report),
        },
      },
    ],
    now,
  );
  if (known === undefined) return 'OPENED';
  return added > 0 ? 'NOTED' : 'KNOWN';
}

async function openCase(
  tx: CaseTransaction,
  caseId: string,
  report: FraudReport,
  now: number,
): Promise<void> {
  await tx
    .insert(caseFile)
    .values({
      caseId,
      kind: 'RECOVERY',
      state: 'OPEN',
      subjectAccount: report.victimAccount ?? report.items[0]?.debtorAccount ?? null,
      ordinal: 1,
      reportId: report.reportId,
      openedAt: report.reportedAt,
    })
    .onConflictDoNothing();
  await tx.insert(recoveryReport).values({
    reportId: report.reportId,
    caseId,
    stage: 'WAITING_FOR_INTAKE',
    record: sql`${storableJson(report)}::jsonb`,
    takenAt: now,
  });
}

/** What the report said when this record was sent: the words of the latest event that is not younger, or null. */
async function lastWords(tx: CaseTransaction, caseId: string, report: FraudReport): Promise<string | null> {
  const [last] = await tx
    .select({ words: sql<string | null>`${caseEvent.detail} ->> 'words'` })
    .from(caseEvent)
    .where(
      and(
        eq(caseEvent.caseId, caseId),
        sql`starts_with(${caseEvent.eventId}, ${eventPrefix(report)})`,
        lte(caseEvent.at, report.reportedAt),
      ),
    )
    .orderBy(desc(caseEvent.at), desc(caseEvent.sequence))
    .limit(1);
  return last?.words ?? null;
}

const eventPrefix = ({ reportId }: FraudReport) => `REPORT:${reportId}:`;

// The same content is the same record, wherever it stood and whenever it was sent. Only an amendment keeps its time: one
// that goes back to earlier words is news; one that repeats the latest is not, and `lastWords` tells.
function fingerprint(report: FraudReport): string {
  return report.state === 'AMENDED' ? hashOf(report) : wordsOf(report);
}

/** A hash of all that a report says but when it was sent. */
function wordsOf({ reportedAt, ...words }: FraudReport): string {
  return hashOf(words);
}

function hashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content), 'utf8').digest('hex').slice(0, 24);
}

function openingNote(report: FraudReport): string {
  const payments = `${report.items.length} payment${report.items.length === 1 ? '' : 's'}`;
  const what = report.fraudType === null ? '' : ` (${report.fraudType})`;
  return `Report ${report.reportId}${what} of ${payments}; the trace starts once the ledger has reached it.`;
}

function laterNote(report: FraudReport): string {
  if (report.state === 'WITHDRAWN')
    return `Report ${report.reportId} was withdrawn. What is frozen stays frozen until a person releases it.`;
  if (report.state === 'AMENDED')
    return `Report ${report.reportId} was amended: ${report.items.length} payment(s). The trace follows the payments first reported.`;
  return `Report ${report.reportId} came again with other content. The trace follows the payments first reported.`;
}
