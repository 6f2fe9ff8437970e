import type { Reason } from '@sluice/domain';
import type { SideRule, Step } from '../rule/rule';
import { countsFor } from './scores';

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
  for (const reason of found) {
    if (reason.points > 0 && mitigatesOwn(mitigator, step, reason)) return true;
  }
  for (const reason of debtorReasons) {
    if (reason.points > 0 && mitigatesEarlier(mitigator, reason)) return true;
  }
  return false;
}

function mitigatesOwn(mitigator: SideRule<string>, step: Step, reason: Reason): boolean {
  if (reason.rule.startsWith('list.')) return false;
  const mule = step === 'DEBTOR' ? 'debtorMule' : 'creditorMule';
  return (
    (mitigator.victim && countsFor(reason.rule, step, 'victim')) ||
    (mitigator.mule && countsFor(reason.rule, step, mule))
  );
}

function mitigatesEarlier(mitigator: SideRule<string>, reason: Reason): boolean {
  if (reason.rule.startsWith('list.')) return false;
  return (
    (mitigator.victim && countsFor(reason.rule, 'DEBTOR', 'victim')) ||
    (mitigator.payerMule === true && countsFor(reason.rule, 'DEBTOR', 'debtorMule'))
  );
}
