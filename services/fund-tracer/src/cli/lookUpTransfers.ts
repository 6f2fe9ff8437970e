import { openCaseStore, reportedPayments } from '@sluice/case-store';
import { ok, type ReportedPayment, type Result, refuse } from '@sluice/domain';
import { settingsOrExit } from '@sluice/observability';

/** The payments that the ledger knows by these ids; TRANSFER_UNKNOWN names what is missing. No id, no database. */
export async function lookUpTransfers(
  transferIds: readonly string[],
): Promise<Result<readonly ReportedPayment[]>> {
  if (transferIds.length === 0) return ok([]);
  const { database } = settingsOrExit(['database'], 'fraud-report');
  const store = openCaseStore(database.url, { applicationName: 'fraud-report' });
  try {
    const known = await reportedPayments(store.db, transferIds);
    const missing = transferIds.filter((id) => !known.some(({ transferId }) => transferId === id));
    if (missing.length === 0) return ok(known);
    return refuse(
      'TRANSFER_UNKNOWN',
      `The ledger has no transfer ${missing.join(', ')}; describe it with --item, it is matched later.`,
    );
  } finally {
    await store.close();
  }
}
