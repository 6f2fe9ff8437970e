import type { FraudReport } from '@sluice/domain';
import { asc, eq, ne } from 'drizzle-orm';
import type { CaseDatabase, CaseTransaction } from '../database/connection';
import { type LogPosition, type RecoveryStage, recorderPosition, recoveryReport } from '../schema';

/** A report whose first trace waits for the ledger. */
export interface WaitingReport {
  readonly reportId: string;
  readonly caseId: string;
  readonly stage: RecoveryStage;
  readonly record: FraudReport;
  readonly transfersEnd: LogPosition | null;
  readonly legsEnd: LogPosition | null;
  readonly takenAt: number;
}

/** Reports that wait, the earliest taken first. */
export async function waitingReports(db: CaseDatabase, limit: number): Promise<WaitingReport[]> {
  return db
    .select({
      reportId: recoveryReport.reportId,
      caseId: recoveryReport.caseId,
      stage: recoveryReport.stage,
      record: recoveryReport.record,
      transfersEnd: recoveryReport.transfersEnd,
      legsEnd: recoveryReport.legsEnd,
      takenAt: recoveryReport.takenAt,
    })
    .from(recoveryReport)
    .where(ne(recoveryReport.stage, 'TRACED'))
    .orderBy(asc(recoveryReport.takenAt), asc(recoveryReport.reportId))
    .limit(limit);
}

/** Notes what a report waits for next. */
export async function moveReport(
  db: CaseDatabase | CaseTransaction,
  reportId: string,
  to: {
    readonly stage?: RecoveryStage;
    readonly transfersEnd?: LogPosition;
    readonly legsEnd?: LogPosition;
  },
): Promise<void> {
  await db.update(recoveryReport).set(to).where(eq(recoveryReport.reportId, reportId));
}

/** How far the recorder has come with a topic: next offsets by partition. */
export async function recordedPosition(
  db: CaseDatabase | CaseTransaction,
  topic: string,
): Promise<LogPosition> {
  const rows = await db
    .select({ partition: recorderPosition.partition, nextOffset: recorderPosition.nextOffset })
    .from(recorderPosition)
    .where(eq(recorderPosition.topic, topic))
    .orderBy(asc(recorderPosition.partition));
  return Object.fromEntries(
    rows.flatMap(({ partition, nextOffset }) => (nextOffset === null ? [] : [[partition, nextOffset]])),
  );
}
