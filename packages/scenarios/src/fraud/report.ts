import { TOPICS } from '@sluice/domain';
import { chance, whole } from '../simulation/random';
import { MINUTE, type Span, spanBetween } from '../simulation/time';
import type { FraudPattern } from '../truth/label';
import type { Scheme } from './scheme';

const FRAUD_TYPE: Readonly<Record<FraudPattern, string>> = {
  'safe-account': 'SAFE_ACCOUNT',
  investment: 'INVESTMENT',
  'account-takeover': 'ACCOUNT_TAKEOVER',
  'purchase-scam': 'PURCHASE',
};

/** Share of the reported payments that the victim names by accounts, amount and time instead of the transfer's id. */
const WITHOUT_ID_SHARE = 0.25;
/** How far off the victim's memory of the time may be there, ms. */
const MEMORY_ERROR_MS = 4 * MINUTE;

/** Plans the victim's report; the earliest that was planned becomes the report. */
export function planReport(scheme: Scheme, delay: Span): void {
  const { core } = scheme.world;
  // Whoever would report after payments have ended does so at the end: reports leave the desk time to act.
  const latest = core.period.paymentsUntil - 5 * MINUTE;
  const at = Math.min(core.clock.now + spanBetween(scheme.random, delay), Math.max(latest, core.clock.now));
  core.queue.plan(at, () => report(scheme));
}

function report(scheme: Scheme): void {
  const { opened, random } = scheme;
  const { core } = scheme.world;
  const { payments, victim, reportId } = opened;
  if (opened.reportedAt !== null || payments.length === 0) return;
  const now = core.clock.now;
  opened.reportedAt = now;
  opened.over = true;
  const { currency } = core.options;
  core.outbox.publish({
    topic: TOPICS.fraudReports,
    at: now,
    key: reportId,
    record: {
      reportId,
      state: 'OPENED',
      source: 'VICTIM',
      victimAccount: victim.current.accountId,
      victimInstitution: victim.current.institution,
      victimVulnerable: new Date(now).getUTCFullYear() - victim.birthYear >= 75,
      items: payments.map((payment) => {
        const remembered = chance(random, WITHOUT_ID_SHARE);
        const errorMs = whole(random, -MEMORY_ERROR_MS, MEMORY_ERROR_MS);
        return {
          transferId: remembered ? null : payment.transferId,
          debtorAccount: payment.debtor.accountId,
          creditorAccount: payment.creditor.accountId,
          amountMinor: payment.amountMinor,
          currency,
          at: remembered ? Math.min(now, payment.at + errorMs) : payment.at,
        };
      }),
      fraudType: FRAUD_TYPE[opened.pattern],
      authority: null,
      reference: null,
      orderExpiresAt: null,
      reportedAt: now,
    },
  });
  for (const { transferId } of payments) {
    core.outbox.publish({
      topic: TOPICS.transferOutcomes,
      at: now,
      key: transferId,
      record: { transferId, truth: 'FRAUD', payerResponse: 'NONE', source: 'customer', at: now },
    });
  }
  core.outbox.tell({
    type: 'REPORT',
    at: now,
    caseNo: opened.caseNo,
    reportId,
    fraudType: FRAUD_TYPE[opened.pattern],
    victimAccount: victim.current.accountId,
    items: payments.length,
    amountMinor: payments.reduce((sum, payment) => sum + payment.amountMinor, 0),
    currency,
    firstAt: payments[0]!.at,
  });
  core.desk?.onReport(opened);
}
