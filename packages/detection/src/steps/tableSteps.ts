import type {
  AccountBody,
  ListingBody,
  RulesActivateBody,
  RulesPrepareBody,
  TransferView,
} from '@sluice/log-format';
import { creditorSlot, debtorSlot } from './accountOf';
import { creditLeg, debitLeg } from './legFacts';
import type { Step } from './step';

/** A past transfer: counted in the windows of one side, never decided. */
export function historyStep({ state }: Step, transfer: TransferView, side: 'DEBTOR' | 'CREDITOR'): void {
  const { accounts, scratch } = state;
  state.counts.history += 1;
  state.streamTime.observe(transfer.occurredAt);
  const slot = side === 'DEBTOR' ? debtorSlot(accounts, transfer) : creditorSlot(accounts, transfer);
  if (slot < 0) return;
  const leg = side === 'DEBTOR' ? debitLeg(scratch.facts, transfer) : creditLeg(scratch.facts, transfer);
  if (!accounts.hasRecentLeg(slot, leg)) accounts.recordLeg(slot, leg);
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
