import type { FraudReport } from '@sluice/domain';
import { eq } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { caseFile, recoveryFlow, recoveryReport } from '../schema';

/** Locks a recovery case until the transaction ends; null where there is none. */
export async function lockCase(
  tx: CaseTransaction,
  caseId: string,
): Promise<{ readonly report: FraudReport; readonly isClosed: boolean } | null> {
  const [row] = await tx
    .select({ state: caseFile.state, report: recoveryReport.record })
    .from(caseFile)
    .innerJoin(recoveryReport, eq(recoveryReport.caseId, caseFile.caseId))
    .where(eq(caseFile.caseId, caseId))
    .for('update', { of: caseFile });
  return row === undefined ? null : { report: row.report, isClosed: row.state === 'CLOSED' };
}

/** The reported payments whose money a run of the case has followed before. */
export async function tracedSources(tx: CaseTransaction, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectDistinct({ source: recoveryFlow.source })
    .from(recoveryFlow)
    .where(eq(recoveryFlow.caseId, caseId));
  return new Set(rows.map(({ source }) => source));
}
