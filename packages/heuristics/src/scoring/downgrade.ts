import { DISPOSITIONS, maskAccount, type Reason } from '@sluice/domain';
import type { LegView } from '../leg/legView';
import type { Assessment } from './assessment';
import type { Downgrade } from './outcome';

/** Rule ids of reasons that come from no rule: why a transfer that scored for a HOLD is only reviewed. No points. */
export const DOWNGRADE_REASONS: Readonly<Record<Downgrade, string>> = {
  NOT_STOPPABLE: 'limit.not-stoppable',
  TRUSTED: 'limit.trusted',
  HOLD_LIMIT: 'limit.holds-per-minute',
};

/** BLOCKED holds even where the rules file has switched off the list rule that would say so; then this does. */
export function blockedReason(debtor: Assessment, leg: LegView): Reason {
  const isDebtor = DISPOSITIONS[debtor.disposition] === 'BLOCKED';
  const subject = isDebtor ? leg.debtorAccount : leg.creditorAccount;
  const side = isDebtor ? 'paying' : 'receiving';
  return {
    rule: 'limit.blocked',
    subject,
    points: 0,
    detail: `The watchlist blocks the side of ${side} account ${maskAccount(subject)}.`,
    evidence: {},
  };
}

/** The reason that states the downgrade. */
export function downgradeReason(
  downgrade: Downgrade,
  leg: LegView,
  debtor: Assessment,
  holdsPerMinuteMax: number,
): Reason {
  const rule = DOWNGRADE_REASONS[downgrade];
  const isDebtorTrusted = DISPOSITIONS[debtor.disposition] === 'TRUSTED';
  const trusted = isDebtorTrusted ? leg.debtorAccount : leg.creditorAccount;
  switch (downgrade) {
    case 'NOT_STOPPABLE':
      return {
        rule,
        subject: leg.creditorAccount,
        points: 0,
        detail:
          'The score asks for a hold, but the money has moved and can be neither frozen nor recalled: for review.',
        evidence: {},
      };
    case 'TRUSTED':
      return {
        rule,
        subject: trusted,
        points: 0,
        detail: `The score asks for a hold, but the side of ${isDebtorTrusted ? 'paying' : 'receiving'} account ${maskAccount(trusted)} is trusted and never held automatically: for review.`,
        evidence: {},
      };
    case 'HOLD_LIMIT':
      return {
        rule,
        subject: leg.debtorAccount,
        points: 0,
        detail: `The score asks for a hold, but the limit of ${holdsPerMinuteMax} holds a minute is reached: for review.`,
        evidence: { holdsPerMinuteMax },
      };
  }
}
