import type { Reason } from '@sluice/domain';
import { aDecision, aTransfer } from '../testing/builders';
import { alertSubject } from './alertSubject';

const PAYER = 'BANKA:payer';
const PAYEE = 'BANKA:payee';
const payment = aTransfer({ debtorAccount: PAYER, creditorAccount: PAYEE });

function reason(rule: string, subject: string, points = 400): Reason {
  return { rule, subject, points, detail: 'Because.', evidence: {} };
}

function subjectOf(debtorScore: number, creditorScore: number, ...reasons: Reason[]): string {
  return alertSubject(aDecision(payment, { debtorScore, creditorScore, reasons })).accountId;
}

describe('the account that an alert belongs to', () => {
  it('is the payee who looks like a mule, even where the payer in danger scores higher', () => {
    expect(subjectOf(900, 500, reason('victim.drains-balance', PAYER), reason('mule.fan-in', PAYEE))).toBe(
      PAYEE,
    );
  });

  it('is the payer who passes stolen money on to an inconspicuous payee', () => {
    expect(subjectOf(700, 700, reason('mule.rapid-pass-through', PAYER))).toBe(PAYER);
  });

  it('is the payer in danger where nothing is held against the payee', () => {
    expect(subjectOf(640, 100, reason('victim.first-large-to-new-payee', PAYER))).toBe(PAYER);
  });

  it('of two mules is the one with the larger score, and the receiving one where they are even', () => {
    const both = [reason('mule.cash-out', PAYER), reason('list.account', PAYEE)];
    expect(subjectOf(800, 300, ...both)).toBe(PAYER);
    expect(subjectOf(300, 800, ...both)).toBe(PAYEE);
    expect(subjectOf(800, 800, ...both)).toBe(PAYEE);
  });

  it('is not decided by mitigation: points taken away are no suspicion', () => {
    expect(subjectOf(500, 400, reason('list.account', PAYEE, -300), reason('velocity.out-sum', PAYER))).toBe(
      PAYER,
    );
  });

  it('is never a cash machine', () => {
    const withdrawal = aTransfer({ debtorAccount: PAYER, creditorAccount: 'CASH:ATM-12' });
    const deposit = aTransfer({ debtorAccount: 'CASH:ATM-12', creditorAccount: PAYEE });
    const scores = {
      debtorScore: 100,
      creditorScore: 900,
      reasons: [reason('mule.cash-out', 'CASH:ATM-12')],
    };
    expect(alertSubject(aDecision(withdrawal, scores))).toEqual({
      side: 'DEBTOR',
      accountId: PAYER,
      score: 100,
    });
    expect(alertSubject(aDecision(deposit, { ...scores, debtorScore: 950 }))).toMatchObject({
      accountId: PAYEE,
      score: 900,
    });
  });
});
