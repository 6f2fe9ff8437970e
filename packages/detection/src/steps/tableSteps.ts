import { isCash, type Transfer } from '@sluice/domain';
import type { AccountBody, ListingBody, RulesActivateBody, RulesPrepareBody } from '@sluice/log-format';
import { creditLeg, debitLeg } from './legFacts';
import type { Step } from './step';

/** A past transfer: counted in the windows of one side, never decided. */
export function historyStep({ state }: Step, transfer: Transfer, side: 'DEBTOR' | 'CREDITOR'): void {
  state.counts.history += 1;
  state.streamTime.observe(transfer.occurredAt);
  const account = side === 'DEBTOR' ? transfer.debtorAccount : transfer.creditorAccount;
  if (isCash(account)) return;
  const leg = side === 'DEBTOR' ? debitLeg(transfer) : creditLeg(transfer);
  const slot = state.accounts.slotOf(account);
  if (!state.accounts.hasRecentLeg(slot, leg)) state.accounts.recordLeg(slot, leg);
}

export function accountStep({ state }: Step, body: AccountBody): void {
  if (body.account === null) {
    const slot = state.accounts.findSlot(body.accountId);
    if (slot >= 0) state.accounts.clearMaster(slot);
    return;
  }
  state.accounts.setMaster(state.accounts.slotOf(body.accountId), body.account);
}

export function listingStep({ state }: Step, body: ListingBody): void {
  state.listings.apply(body);
}

export function rulesPrepareStep({ state }: Step, body: RulesPrepareBody): void {
  state.rules.prepare(body.version, body.rules);
}

export function rulesActivateStep({ state }: Step, body: RulesActivateBody): void {
  state.rules.activate(body.version);
}
