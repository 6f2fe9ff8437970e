import type { Decision, TransferOutcome, VictimWarning } from '@sluice/domain';
import { sql } from 'drizzle-orm';
import { raiseAlerts } from '../cases/raiseAlerts';
import type { CaseTransaction } from '../database/connection';
import type { CopyIn } from '../database/copyIn';
import { copiedAsNew } from '../rows/copiedAsNew';
import { insertFirstWins, insertRows } from '../rows/insertRows';
import { tableCopy } from '../rows/tableCopy';
import { decision, decisionSummary, transferOutcome, transferOutcomeVersion, victimWarning } from '../schema';
import { mergeOutcomes, outcomeRow } from './outcomeRow';

/** A record's value with the append time of its record, epoch ms. */
export interface Appended<T> {
  readonly value: T;
  readonly appendTime: number;
}

type DecisionSummaryRow = typeof decisionSummary.$inferInsert;
const SUMMARY_COPY = tableCopy(decisionSummary);

/**
 * Keeps each decision once (the first one published counts), its reasons where it is not ALLOW, and raises the alerts.
 * `now` is when the rows are written, epoch ms. With `copyIn` the summaries are copied in as new, which they are but for
 * records read or published a second time.
 */
export async function recordDecisions(
  tx: CaseTransaction,
  decisions: readonly Appended<Decision>[],
  now: number,
  copyIn: CopyIn | null = null,
): Promise<void> {
  if (decisions.length === 0) return;
  await recordSummaries(tx, decisions, copyIn);
  const noted = decisions
    .filter(({ value }) => value.outcome !== 'ALLOW')
    .sort((a, b) => compare(a.value.transferId, b.value.transferId));
  if (noted.length === 0) return;
  await insertFirstWins(
    tx,
    decision,
    noted.map(({ value, appendTime }) => ({
      ...value,
      missingEvidence: [...value.missingEvidence],
      appendTime,
    })),
  );
  await raiseAlerts(
    tx,
    noted.map(({ value }) => value),
    now,
  );
}

async function recordSummaries(
  tx: CaseTransaction,
  decisions: readonly Appended<Decision>[],
  copyIn: CopyIn | null,
): Promise<void> {
  if (copyIn !== null && (await copiedAsNew(tx, copyIn, SUMMARY_COPY, summariesOf(decisions)))) return;
  const ordered = [...decisions].sort((a, b) => compare(a.value.transferId, b.value.transferId));
  await insertFirstWins(tx, decisionSummary, [...summariesOf(ordered)]);
}

function* summariesOf(decisions: readonly Appended<Decision>[]): Generator<DecisionSummaryRow> {
  for (const { value } of decisions) {
    const { transferId, outcome, debtorScore, creditorScore, rulesVersion, decidedAt } = value;
    yield { transferId, outcome, debtorScore, creditorScore, rulesVersion, decidedAt };
  }
}

/** Keeps each warning once. */
export async function recordWarnings(
  tx: CaseTransaction,
  warnings: readonly Appended<VictimWarning>[],
): Promise<void> {
  const rows = warnings.map(({ value, appendTime }) => ({ ...value, appendTime }));
  await insertFirstWins(
    tx,
    victimWarning,
    rows.sort((a, b) => compare(a.warningId, b.warningId)),
  );
}

/** An outcome with its offset in `transfer-outcomes`; those of a transfer lie in one partition. */
export interface OutcomeFact {
  readonly outcome: TransferOutcome;
  readonly offset: number;
  readonly appendTime: number;
}

/** Keeps every record once, and the latest known truth and the latest answer of the payer, each on its own. */
export async function recordOutcomes(tx: CaseTransaction, facts: readonly OutcomeFact[]): Promise<void> {
  if (facts.length === 0) return;
  const versions = facts.map(({ outcome, offset, appendTime }) => ({
    ...outcome,
    sourceOffset: offset,
    appendTime,
  }));
  await insertFirstWins(
    tx,
    transferOutcomeVersion,
    versions.sort((a, b) => compare(a.transferId, b.transferId) || a.sourceOffset - b.sourceOffset),
  );
  const rows = new Map<string, ReturnType<typeof outcomeRow>>();
  for (const fact of facts) {
    const row = outcomeRow(fact.outcome, fact.offset);
    const known = rows.get(row.transferId);
    rows.set(row.transferId, known === undefined ? row : mergeOutcomes(known, row));
  }
  const ordered = [...rows.values()].sort((a, b) => compare(a.transferId, b.transferId));
  await tx.execute(insertRows(transferOutcome, ordered, UPSERT_OUTCOME));
}

const newer = (part: string) =>
  `(excluded.${part}_at, excluded.${part}_offset) > (transfer_outcome.${part}_at, transfer_outcome.${part}_offset)
   or (excluded.${part}_at is not null and transfer_outcome.${part}_at is null)`;
const take = (part: string, columns: readonly string[]) =>
  columns.map(
    (column) =>
      `${column} = case when ${newer(part)} then excluded.${column} else transfer_outcome.${column} end`,
  );
/** `mergeOutcomes` in SQL. */
const UPSERT_OUTCOME = sql.raw(`on conflict (transfer_id) do update set
  ${[
    ...take('truth', ['truth', 'truth_source', 'truth_at', 'truth_offset']),
    ...take('payer_response', [
      'payer_response',
      'payer_response_source',
      'payer_response_at',
      'payer_response_offset',
    ]),
  ].join(',\n  ')}
  where ${newer('truth')} or ${newer('payer_response')}`);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
