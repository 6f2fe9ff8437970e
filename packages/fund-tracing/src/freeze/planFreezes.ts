import { formatMajor } from '@sluice/domain';
import type { FreezePlan, FreezePlanInput, PlannedOrder, Proposal } from './api';
import { caseSources, planFreezesOn, sum } from './freezes';
import { planRecalls } from './recalls';
import { standingStops } from './standingStops';

/**
 * What a trace asks for: freezes where the case's money rests on our accounts, recalls where it went to other banks. It
 * orders only the difference to what is stopped or on order, and the liens of all cases stay within a balance. A person
 * decides on merchants', pooled, protected, trusted and victims' accounts, on accounts where stolen money is less than
 * half of what came in since its first credit, and on money that was released before.
 */
export function planFreezes(input: FreezePlanInput): FreezePlan {
  const stops = standingStops(input.stops);
  const ofCase = caseSources(input);
  const orders: PlannedOrder[] = [];
  const proposals: Proposal[] = [];
  for (const tainted of input.trace.tainted) {
    const resting = input.trace.resting.filter(
      (money) =>
        money.account === tainted.account &&
        money.currency === tainted.currency &&
        !money.withVictim &&
        ofCase.has(money.source),
    );
    if (resting.length === 0) continue;
    const plan = planFreezesOn(input, stops, tainted, resting);
    if (plan.order !== null) orders.push(plan.order);
    proposals.push(...plan.proposals);
  }
  const recalls = planRecalls(input, stops);
  return {
    orders: [...orders, ...recalls.orders],
    proposals: [...proposals, ...recalls.proposals, ...proposalsOnPooled(input)],
  };
}

// Money on a pooled or internal account of ours is out of our sight, but a person may know what lies behind the account.
function proposalsOnPooled(input: FreezePlanInput): Proposal[] {
  const ofCase = caseSources(input);
  const gone = input.trace.departed.filter(
    (money) =>
      ofCase.has(money.source) &&
      (money.channel === 'POOLED_ACCOUNT' || money.channel === 'INTERNAL_ACCOUNT'),
  );
  const keys = new Set(gone.map((money) => `${money.currency} ${money.to}`));
  return [...keys].map((key): Proposal => {
    const together = gone.filter((money) => `${money.currency} ${money.to}` === key);
    const { to, currency } = together[0]!;
    const amountMinor = sum(together, (money) => money.amountMinor);
    const layer = together.reduce((least, money) => Math.min(least, money.layer), Number.MAX_SAFE_INTEGER);
    const reason = `${input.trace.method} trace of case ${input.caseId}: ${formatMajor(amountMinor, currency)} ${currency} of stolen money came to a pooled account, where it cannot be followed.`;
    return {
      action: 'FREEZE_AMOUNT',
      account: to,
      currency,
      transferId: null,
      amountMinor,
      layer,
      reason,
      because: 'POOLED_ACCOUNT',
    };
  });
}
