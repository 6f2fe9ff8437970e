import {
  type CaseTransaction,
  countedTransfers,
  type ItemNow,
  itemsOfCase,
  matchCandidates,
  type RecoveryItemRow,
  saveItems,
} from '@sluice/case-store';
import type { FraudReport, ReportedPayment } from '@sluice/domain';
import { type ItemMatch, matchItems } from '@sluice/fund-tracing';

/**
 * The payments of a case, matched to the ledger: all of them at the first run, later those that had matched nothing. A
 * payment that another case counts already counts 0 here.
 */
export async function matchCase(
  tx: CaseTransaction,
  caseId: string,
  report: FraudReport,
): Promise<ItemNow[]> {
  const known = await itemsOfCase(tx, caseId);
  const open = report.items
    .map((item, index) => ({ item, itemNo: index + 1 }))
    .filter(({ itemNo }) => known.find((row) => row.itemNo === itemNo)?.transferId == null);
  if (open.length === 0) return known;
  const taken = new Set(known.map(({ transferId }) => transferId));
  const items = open.map(({ item }) => item);
  const candidates = (await matchCandidates(tx, items)).filter(({ transferId }) => !taken.has(transferId));
  const matches = matchItems(items, report.victimAccount, candidates);
  const counted = await countedTransfers(
    tx,
    matches.flatMap((match) => (match.matched ? [match.candidate.transferId] : [])),
  );
  const rows = open.map(({ item, itemNo }, index) => rowOf(caseId, itemNo, item, matches[index]!, counted));
  // A payment that still matches nothing stays as it is.
  const changed = rows.filter(
    (row) => row.transferId !== null || !known.some(({ itemNo }) => itemNo === row.itemNo),
  );
  if (changed.length === 0) return known;
  await saveItems(tx, changed);
  return itemsOfCase(tx, caseId);
}

function rowOf(
  caseId: string,
  itemNo: number,
  item: ReportedPayment,
  match: ItemMatch,
  counted: ReadonlyMap<string, string>,
): RecoveryItemRow {
  if (!match.matched) {
    const { currency, amountMinor: reportedMinor } = item;
    return { caseId, itemNo, transferId: null, currency, reportedMinor, countedIn: null, note: match.note };
  }
  const { transferId, currency, amountMinor } = match.candidate;
  const other = counted.get(transferId);
  if (other !== undefined && other !== caseId) {
    const note = `Transfer ${transferId} is counted in case ${other} already.`;
    return { caseId, itemNo, transferId, currency, reportedMinor: 0, countedIn: other, note };
  }
  // An amount reported in another currency is the payer's own; the ledger's is what was paid.
  const reportedMinor = item.currency === currency ? item.amountMinor : amountMinor;
  return { caseId, itemNo, transferId, currency, reportedMinor, countedIn: null, note: match.note };
}
