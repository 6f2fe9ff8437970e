import type { Reason } from '@sluice/domain';
import type { SideRule, Step } from '../rule/rule';
import { CREDITOR_MULE, DEBTOR_MULE, standingOf, VICTIM } from './standings';

/**
 * True where something fired that this mitigator takes points from; only then is it said. What a list says it does not
 * mitigate. `debtorReasons` are empty at the debit step, where `found` are the debtor's.
 */
export function mitigatesAny(
  mitigator: SideRule<string>,
  step: Step,
  debtorReasons: readonly Reason[],
  found: readonly Reason[],
): boolean {
  const victim = mitigator.victim ? VICTIM : 0;
  const isDebit = step === 'DEBTOR';
  const own = victim | (mitigator.mule ? (isDebit ? DEBTOR_MULE : CREDITOR_MULE) : 0);
  const earlier = victim | (mitigator.payerMule === true ? DEBTOR_MULE : 0);
  return (
    found.some((reason) => mitigates(own, reason, isDebit)) ||
    debtorReasons.some((reason) => mitigates(earlier, reason, true))
  );
}

function mitigates(scores: number, { rule, points }: Reason, isDebit: boolean): boolean {
  if (points <= 0) return false;
  const { family, atDebit, atCredit } = standingOf(rule);
  return family !== 'list' && ((isDebit ? atDebit : atCredit) & scores) !== 0;
}
