import { assessDebtor, fillLegView } from '@sluice/heuristics';
import { ENTRY_TYPES, type TransferView, writeCreditHead } from '@sluice/log-format';
import { debtorSlot } from './accountOf';
import { giveBack } from './giveBack';
import { debitLeg } from './legFacts';
import { debtorListings } from './listingsOf';
import type { Step } from './step';

const NO_HOLDERS: readonly string[] = [];

/**
 * The debit leg, on the debtor's partition: pins the active rules version, scores the payer's side, counts the leg in the
 * payer's windows, and sends the credit leg with what it found to the creditor's partition.
 */
export function debitStep(step: Step, transfer: TransferView): void {
  const { state } = step;
  const { accounts, scratch, counts } = state;
  const rules = state.rules.current();
  const late = state.streamTime.observe(transfer.occurredAt);
  const facts = debitLeg(scratch.facts, transfer);
  const slot = debtorSlot(accounts, transfer);
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
  const listings = debtorListings(state.listings, transfer, features, scratch.listings);
  const leg = fillLegView(scratch.leg, transfer, late);
  const findings = assessDebtor(rules, leg, features, listings);
  // Read before the leg is recorded: features speak of the account as it was.
  const holderIds = transfer.sameHolder === null ? features.holderIds : NO_HOLDERS;
  if (slot >= 0) {
    accounts.recordLeg(slot, facts);
    giveBack(accounts, slot, transfer);
  }

  const { body } = scratch;
  body.clear();
  writeCreditHead(body, scratch.findingsEncoder.encode(findings), holderIds);
  body.bytes(transfer.bytes, transfer.bodyStart, transfer.bodyEnd);
  const target = transfer.creditorKeyHash % state.partitionCount;
  step.out.leg(target, step.lane, step.offset, step.index, ENTRY_TYPES.CREDIT, body);
}
