import type { TransferOutcome } from '@sluice/domain';
import type { transferOutcome } from '../schema';

type OutcomeRow = typeof transferOutcome.$inferSelect;

/** What one record says: a truth, a payer's answer, or both; UNKNOWN and NONE say nothing. */
export function outcomeRow(outcome: TransferOutcome, offset: number): OutcomeRow {
  const { transferId, truth, payerResponse, source, at } = outcome;
  const knowsTruth = truth !== 'UNKNOWN';
  const answered = payerResponse !== 'NONE' && payerResponse !== 'UNKNOWN';
  return {
    transferId,
    truth,
    truthSource: knowsTruth ? source : null,
    truthAt: knowsTruth ? at : null,
    truthOffset: knowsTruth ? offset : null,
    payerResponse: answered ? payerResponse : 'NONE',
    payerResponseSource: answered ? source : null,
    payerResponseAt: answered ? at : null,
    payerResponseOffset: answered ? offset : null,
  };
}

/** The later of each part; of two with the same time the later record. The order of merging does not matter. */
export function mergeOutcomes(a: OutcomeRow, b: OutcomeRow): OutcomeRow {
  const truth = isLater(b.truthAt, b.truthOffset, a.truthAt, a.truthOffset) ? b : a;
  const answer = isLater(b.payerResponseAt, b.payerResponseOffset, a.payerResponseAt, a.payerResponseOffset)
    ? b
    : a;
  return {
    transferId: a.transferId,
    truth: truth.truth,
    truthSource: truth.truthSource,
    truthAt: truth.truthAt,
    truthOffset: truth.truthOffset,
    payerResponse: answer.payerResponse,
    payerResponseSource: answer.payerResponseSource,
    payerResponseAt: answer.payerResponseAt,
    payerResponseOffset: answer.payerResponseOffset,
  };
}

function isLater(
  at: number | null,
  offset: number | null,
  thanAt: number | null,
  thanOffset: number | null,
): boolean {
  if (at === null || offset === null) return false;
  if (thanAt === null || thanOffset === null) return true;
  return at > thanAt || (at === thanAt && offset > thanOffset);
}
