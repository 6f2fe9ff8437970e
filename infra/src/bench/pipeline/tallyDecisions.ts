import { type Decision, decisionIdOf } from '@sluice/domain';
import { numberOf } from '../traffic/bank';

export interface DecisionTally {
  /** One record of `decisions`, with its append time (epoch ms). */
  note(decision: Pick<Decision, 'decisionId' | 'transferId' | 'outcome'>, appendedAt: number): void;
  /** Throws where a transfer of the run has no decision, or a record is not the first decision of one of them. */
  result(): { readonly outcomes: Readonly<Record<string, number>>; readonly lastAt: number };
}

/** Counts that each of a run's transfers has exactly one decision, by decisionId. */
export function tallyDecisions(run: string, transfers: number): DecisionTally {
  const seen = new Uint8Array(transfers);
  const outcomes: Record<string, number> = {};
  let decided = 0;
  let beside = 0;
  let lastAt = 0;
  return {
    note({ decisionId, transferId, outcome }, appendedAt) {
      const number = numberOf(run, transferId);
      const isFirst =
        number >= 0 && number < transfers && seen[number] === 0 && decisionId === decisionIdOf(transferId);
      if (!isFirst) {
        beside += 1;
        return;
      }
      seen[number] = 1;
      decided += 1;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      lastAt = Math.max(lastAt, appendedAt);
    },
    result() {
      if (decided !== transfers || beside > 0)
        throw new Error(
          `${transfers} transfers: ${decided} decided, ${beside} records of decisions beside them`,
        );
      return { outcomes, lastAt };
    },
  };
}
