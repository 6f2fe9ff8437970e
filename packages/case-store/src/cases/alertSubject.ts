import { type Decision, isCash, type Reason } from '@sluice/domain';
import type { AlertSide } from '../schema';

/** Rules that call an account itself bad: a mule, listed, tainted or reported; the others speak of a payer in danger. */
const SUSPICION = ['mule.', 'list.', 'taint.', 'report.'];

export interface AlertSubject {
  readonly side: AlertSide;
  readonly accountId: string;
  /** 0 to 1000, of that side. */
  readonly score: number;
}

/**
 * The account that an alert belongs to: the side that suspicion speaks of; where it speaks of both, or of neither, the
 * one with the larger score, an even score being the creditor's where both are suspect and the payer's otherwise. Cash is
 * no account: the other side has the alert.
 */
export function alertSubject(decision: Decision): AlertSubject {
  const debtor: AlertSubject = {
    side: 'DEBTOR',
    accountId: decision.debtorAccount,
    score: decision.debtorScore,
  };
  const creditor: AlertSubject = {
    side: 'CREDITOR',
    accountId: decision.creditorAccount,
    score: decision.creditorScore,
  };
  if (isCash(debtor.accountId)) return creditor;
  if (isCash(creditor.accountId)) return debtor;
  const debtorSuspect = isSuspect(debtor.accountId, decision.reasons);
  const creditorSuspect = isSuspect(creditor.accountId, decision.reasons);
  if (debtorSuspect !== creditorSuspect) return creditorSuspect ? creditor : debtor;
  if (creditor.score !== debtor.score) return creditor.score > debtor.score ? creditor : debtor;
  return creditorSuspect ? creditor : debtor;
}

function isSuspect(account: string, reasons: readonly Reason[]): boolean {
  return reasons.some(
    ({ subject, points, rule }) =>
      subject === account && points > 0 && SUSPICION.some((family) => rule.startsWith(family)),
  );
}
