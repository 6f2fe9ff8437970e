import { CATALOGUE, ruleDefinition } from '../catalogue/catalogue';
import { FAMILIES, type Family, familyOf, type Step } from '../rule/rule';

/** The scores of a transfer: the payer is being defrauded; the debtor is a mule; the creditor is a mule. */
export type ScoreName = 'victim' | 'debtorMule' | 'creditorMule';

const SCORE_BITS: Readonly<Record<ScoreName, number>> = { victim: 1, debtorMule: 2, creditorMule: 4 };
export const { victim: VICTIM, debtorMule: DEBTOR_MULE, creditorMule: CREDITOR_MULE } = SCORE_BITS;

/** What the points of a rule count for, worked out once: scores are added up wherever something fires. */
export interface Standing {
  readonly family: Family;
  /** Place of the family in FAMILIES. */
  readonly familyIndex: number;
  /** Scores that points found at the debit step, and at the credit step, count for: VICTIM, DEBTOR_MULE, CREDITOR_MULE. */
  readonly atDebit: number;
  readonly atCredit: number;
}

const STANDINGS: ReadonlyMap<string, Standing> = new Map(CATALOGUE.map(({ id }) => [id, standing(id)]));

/** The standing of a rule; one that only another build knows counts by its family. */
export function standingOf(rule: string): Standing {
  return STANDINGS.get(rule) ?? standing(rule);
}

/** Which scores the points of a rule count for. */
export function countsFor(rule: string, step: Step, score: ScoreName): boolean {
  const { atDebit, atCredit } = standingOf(rule);
  return ((step === 'DEBTOR' ? atDebit : atCredit) & SCORE_BITS[score]) !== 0;
}

function standing(rule: string): Standing {
  const family = familyOf(rule);
  return {
    family,
    familyIndex: FAMILIES.indexOf(family),
    atDebit: scoresAt(rule, family, 'DEBTOR'),
    atCredit: scoresAt(rule, family, 'CREDITOR'),
  };
}

function scoresAt(rule: string, family: Family, step: Step): number {
  const definition = ruleDefinition(rule);
  const side = step === 'DEBTOR' ? definition?.debtor : definition?.creditor;
  const isVictim = side === undefined ? family !== 'mule' : side.victim;
  const isMule = side === undefined ? family !== 'victim' : side.mule;
  const isPayerMule = step === 'DEBTOR' ? isMule : side?.payerMule === true;
  return (
    (isVictim ? VICTIM : 0) |
    (isPayerMule ? DEBTOR_MULE : 0) |
    (step === 'CREDITOR' && isMule ? CREDITOR_MULE : 0)
  );
}
