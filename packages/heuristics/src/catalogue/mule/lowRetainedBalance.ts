import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_7D } from '@sluice/account-state';
import { isPassingOn } from '../../leg/legKinds';
import type { LegView } from '../../leg/legView';
import { isUnusualInflow7d, isUnusualInflow24h, windowed } from '../../rule/read';
import { defineRule, MISSING, NOT_APPLICABLE, type Parameters } from '../../rule/rule';
import { money, percent } from '../../rule/words';
import { SOURCES } from '../sources';

type Name = 'minReceived' | 'minAmount' | 'habitDays' | 'spentPercent';

/**
 * Hardly anything is left of what came in. Someone who lives from payday to payday also ends the month at nothing, but on
 * usual income.
 */
export const lowRetainedBalance = defineRule<Name>({
  id: 'mule.low-retained-balance',
  family: 'mule',
  source: SOURCES.ukMules,
  meaning: 'Of income that is not usual, hardly anything stays on the account.',
  measure: {
    unit: 'percent',
    meaning: 'of what came in (24 h on the debit side, 7 d on the credit side) that is left',
    max: 100,
    strength: 'LESS',
  },
  parameters: {
    minReceived: { unit: 'amount', min: 1, max: 10_000_000, meaning: 'least sum that came in' },
    minAmount: { unit: 'amount', min: 0, max: 10_000_000, meaning: 'least amount of the leg' },
    habitDays: {
      unit: 'days',
      min: 1,
      max: 3_650,
      meaning: 'income of a business above so many days of habit is unusual',
    },
    spentPercent: {
      unit: 'percent',
      min: 1,
      max: 100,
      meaning: 'least share of the income that went out in the same time',
    },
  },
  debtor: {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { leg: ['PASSING_ON'], amountFrom: 'minAmount', received24hFrom: 'minReceived' },
    measure(leg, own, parameters) {
      if (own.receivedMinor24h < parameters.minReceived || leg.amountMinor < parameters.minAmount) {
        return NOT_APPLICABLE;
      }
      if (!isPassingOn(leg) || !isUnusualInflow24h(own, parameters.habitDays)) return NOT_APPLICABLE;
      if (!isSpent(own.forwardedMinor24h, own.receivedMinor24h, parameters)) return NOT_APPLICABLE;
      const left = balanceAfterDebit(leg);
      return left === null ? MISSING : (left * 100) / own.receivedMinor24h;
    },
    explain(leg, own, _parameters, measure) {
      return explanation(leg, balanceAfterDebit(leg) ?? 0, own.receivedMinor24h, measure, '24 hours');
    },
  },
  creditor: {
    victim: false,
    mule: true,
    needs: 'WHOLE',
    onlyIf: { amountFrom: 'minAmount', received7dFrom: 'minReceived' },
    measure(leg, own, parameters) {
      const received = windowed(own.in.sumMinor, WINDOW_7D);
      if (received < parameters.minReceived || leg.amountMinor < parameters.minAmount) return NOT_APPLICABLE;
      if (!isSpent(windowed(own.out.sumMinor, WINDOW_7D), received, parameters)) return NOT_APPLICABLE;
      if (!isUnusualInflow7d(own, parameters.habitDays)) return NOT_APPLICABLE;
      const left = balanceBeforeCredit(leg);
      return left === null ? MISSING : (left * 100) / received;
    },
    explain(leg, own, _parameters, measure) {
      const received = receivedBefore(own);
      return explanation(leg, balanceBeforeCredit(leg) ?? 0, received, measure, '7 days');
    },
  },
});

function isSpent(out: number, received: number, parameters: Parameters<Name>): boolean {
  return out * 100 >= received * parameters.spentPercent;
}

function receivedBefore(own: AccountFeatures): number {
  return windowed(own.in.sumMinor, WINDOW_7D);
}

// Windows are in the leg's currency; a balance in another one cannot be set against them.
function balanceAfterDebit(leg: LegView): number | null {
  if (leg.debtorBalanceMinor === null || leg.debtorAmountMinor !== null) return null;
  return Math.max(0, leg.debtorBalanceMinor - leg.amountMinor);
}

function balanceBeforeCredit(leg: LegView): number | null {
  if (leg.creditorBalanceMinor === null || leg.creditorAmountMinor !== null) return null;
  return Math.max(0, leg.creditorBalanceMinor);
}

function explanation(leg: LegView, left: number, received: number, measure: number, window: string) {
  return {
    detail: `Of the ${money(received, leg.currency)} that came in within ${window} only ${money(left, leg.currency)} (${percent(measure)}) stays on the account.`,
    evidence: { receivedMinor: received, leftMinor: left, percentLeft: measure },
  };
}
