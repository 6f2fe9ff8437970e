import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import type { CaseTransaction } from '../database/connection';
import { insertRows } from '../rows/insertRows';
import { recoveryFlow, recoveryProposal } from '../schema';

/** A finding without the runs between which it stands. */
type Finding<T extends { readonly sinceRun: number }> = Omit<T, 'sinceRun' | 'untilRun' | 'caseId'>;
export type FlowFinding = Finding<typeof recoveryFlow.$inferSelect>;
export type ProposalFinding = Finding<typeof recoveryProposal.$inferSelect>;

const FINDINGS = {
  flow: { table: recoveryFlow, key: ['transferId', 'source', 'layer', 'fate', 'channel'] },
  proposal: { table: recoveryProposal, key: ['action', 'account', 'currency', 'transferId', 'because'] },
} as const;

/** What a run changes in the findings of a case: those that end, by their keys, and those that begin. */
export interface FindingChanges<F> {
  readonly ended: readonly F[];
  readonly begun: readonly F[];
}

export async function flowChanges(tx: CaseTransaction, caseId: string, now: readonly FlowFinding[]) {
  const before = await tx
    .select()
    .from(recoveryFlow)
    .where(and(eq(recoveryFlow.caseId, caseId), isNull(recoveryFlow.untilRun)));
  return compare<FlowFinding>(before.map(findingOf), now, FINDINGS.flow.key);
}

export async function proposalChanges(tx: CaseTransaction, caseId: string, now: readonly ProposalFinding[]) {
  const before = await tx
    .select()
    .from(recoveryProposal)
    .where(and(eq(recoveryProposal.caseId, caseId), isNull(recoveryProposal.untilRun)));
  return compare<ProposalFinding>(before.map(findingOf), now, FINDINGS.proposal.key);
}

function findingOf<T extends { caseId: string; sinceRun: number; untilRun: number | null }>(row: T) {
  const { caseId: _case, sinceRun: _since, untilRun: _until, ...finding } = row;
  return finding;
}

function compare<F extends object>(
  before: readonly F[],
  now: readonly F[],
  key: readonly (keyof F)[],
): FindingChanges<F> {
  const nameOf = (finding: F) => JSON.stringify(key.map((field) => finding[field]));
  const contentOf = (finding: F) => JSON.stringify(Object.entries(finding).sort());
  const standing = new Map(before.map((finding) => [nameOf(finding), contentOf(finding)]));
  const found = new Map(now.map((finding) => [nameOf(finding), contentOf(finding)]));
  return {
    ended: before.filter((finding) => found.get(nameOf(finding)) !== contentOf(finding)),
    begun: now.filter((finding) => standing.get(nameOf(finding)) !== contentOf(finding)),
  };
}

/** Writes the changes of one run. What ended keeps its rows, so that the flow of funds can be seen as of every run. */
export async function writeFlowChanges(
  tx: CaseTransaction,
  caseId: string,
  runNo: number,
  { ended, begun }: FindingChanges<FlowFinding>,
): Promise<void> {
  await endFindings(tx, 'flow', caseId, runNo, ended);
  if (begun.length > 0)
    await tx.execute(
      insertRows(
        recoveryFlow,
        begun.map((finding) => ({ ...finding, caseId, sinceRun: runNo })),
        sql``,
      ),
    );
}

export async function writeProposalChanges(
  tx: CaseTransaction,
  caseId: string,
  runNo: number,
  { ended, begun }: FindingChanges<ProposalFinding>,
): Promise<void> {
  await endFindings(tx, 'proposal', caseId, runNo, ended);
  if (begun.length > 0)
    await tx.execute(
      insertRows(
        recoveryProposal,
        begun.map((finding) => ({ ...finding, caseId, sinceRun: runNo })),
        sql``,
      ),
    );
}

async function endFindings(
  tx: CaseTransaction,
  kind: keyof typeof FINDINGS,
  caseId: string,
  runNo: number,
  ended: readonly (FlowFinding | ProposalFinding)[],
): Promise<void> {
  const { table, key } = FINDINGS[kind];
  const columns = getTableColumns<typeof recoveryFlow | typeof recoveryProposal>(table);
  for (const finding of ended) {
    const same = key.map((field) => {
      const column = columns[field as keyof typeof columns];
      return sql`${column} = ${finding[field as keyof typeof finding]}`;
    });
    await tx.execute(
      sql`update ${table} set until_run = ${runNo} where case_id = ${caseId} and until_run is null and ${sql.join(same, sql` and `)}`,
    );
  }
}
