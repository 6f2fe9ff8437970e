import { isCash, partitionOf, type Transfer } from '@sluice/domain';
import { assessDebtor, fillLegView } from '@sluice/heuristics';
import { ENTRY_TYPES, writeDebtorAssessment, writeTransferBody } from '@sluice/log-format';
import { giveBack } from './giveBack';
import { debitLeg } from './legFacts';
import { listingsOf } from './listingsOf';
import type { Step } from './step';

/**
 * The debit leg, on the debtor's partition: pins the active rules version, scores the payer's side, counts the leg in the
 * payer's windows, and sends the credit leg with what it found to the creditor's partition.
 */
export function debitStep(step: Step, transfer: Transfer): void {
  const { state, out } = step;
  const { accounts, scratch, counts } = state;
  const rules = state.rules.current();
  const late = state.streamTime.observe(transfer.occurredAt);
  const leg = fillLegView(scratch.leg, transfer, late);
  const facts = debitLeg(transfer);
  const slot = isCash(transfer.debtorAccount) ? -1 : accounts.slotOf(transfer.debtorAccount);
  // Beyond the horizon of intake's id table the debtor's recent legs still know the transfer.
  if (slot >= 0 && accounts.hasRecentLeg(slot, facts)) {
    counts.repeatedTransfers += 1;
    return;
  }
  counts.debits += 1;
  if (late) counts.late += 1;
  const features = slot >= 0 ? scratch.features : scratch.nobody;
  if (slot >= 0) accounts.readFeatures(slot, facts, features);
  else features.accountId = transfer.debtorAccount;
  const listed = {
    account: transfer.debtorAccount,
    phone: features.phone,
    deviceId: transfer.deviceId,
    ipAddress: transfer.ipAddress,
  };
  const listings = listingsOf(state.listings, listed, 'DEBTOR', transfer.occurredAt, scratch.listings);
  const assessment = assessDebtor(rules, leg, features, listings);
  if (slot >= 0) {
    accounts.recordLeg(slot, facts);
    giveBack(accounts, slot, transfer);
  }

  const { holderIds } = features;
  const target = partitionOf(transfer.creditorAccount, state.partitionCount);
  out.leg(target, step.lane, step.offset, step.index, ENTRY_TYPES.CREDIT, (body) => {
    writeDebtorAssessment(body, { ...assessment, holderIds });
    writeTransferBody(body, transfer);
  });
}
