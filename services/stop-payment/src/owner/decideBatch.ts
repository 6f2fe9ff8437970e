import {
  type FollowUp,
  keyHashOfStopPaymentId,
  type Problem,
  partitionOf,
  type StopPaymentCommand,
  type StopPaymentEvent,
  type StopPaymentInboxEntry,
} from '@sluice/domain';
import { decodeInboxEntry } from '@sluice/event-codec';
import { type Decided, decide, type PolicyPack } from '@sluice/stop-payment-lifecycle';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import { applyEvent, type OwnedPartition } from './ownedPartition';

/** An inbox record that nobody can act on. */
export interface PoisonRecord {
  readonly record: ConsumedRecord;
  readonly problem: Problem;
}

/** What the records of one poll and partition led to, in order; one transaction writes it. */
export interface BatchOutcome {
  readonly events: StopPaymentEvent[];
  readonly commands: StopPaymentCommand[];
  readonly followUps: FollowUp[];
  readonly poison: PoisonRecord[];
  readonly entries: { moved: number; ignored: number; poison: number };
}

export interface DecideBatchContext {
  readonly policy: PolicyPack;
  readonly partitionCount: number;
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Decides the records of one poll and folds what they lead to into `owned`. If their transaction then fails, `owned`
 * is ahead of the log and has to be taken over again.
 */
export function decideBatch(
  owned: OwnedPartition,
  records: readonly ConsumedRecord[],
  context: DecideBatchContext,
): BatchOutcome {
  const outcome: BatchOutcome = {
    events: [],
    commands: [],
    followUps: [],
    poison: [],
    entries: { moved: 0, ignored: 0, poison: 0 },
  };
  for (const record of records) {
    const decided = decideRecord(owned, record, context);
    switch (decided.kind) {
      case 'POISON':
        outcome.poison.push({ record, problem: decided.problem });
        outcome.entries.poison += 1;
        break;
      case 'IGNORED':
        outcome.entries.ignored += 1;
        break;
      case 'MOVED':
        for (const event of decided.events) applyEvent(owned, event, context.policy);
        outcome.events.push(...decided.events);
        outcome.commands.push(...decided.commands);
        outcome.followUps.push(...decided.followUps);
        outcome.entries.moved += 1;
    }
  }
  return outcome;
}

function decideRecord(
  owned: OwnedPartition,
  record: ConsumedRecord,
  { policy, partitionCount, now }: DecideBatchContext,
): Decided {
  if (record.value === null)
    return poison({ code: 'ENTRY_INVALID', sentence: 'The inbox record is empty; write an entry as JSON.' });
  const entry = decodeInboxEntry(record.value);
  if (!entry.ok) return poison(entry.problem);
  const misplaced = misplacement(entry.value, owned.partition, partitionCount);
  return misplaced === null ? decide(owned.book, entry.value, { policy, now }) : poison(misplaced);
}

function poison(problem: Problem): Decided {
  return { kind: 'POISON', problem };
}

/** An account's entries must all come to one owner; on another partition they would open the same stop twice. */
function misplacement(
  entry: StopPaymentInboxEntry,
  partition: number,
  partitionCount: number,
): Problem | null {
  const right =
    entry.type === 'CORE_STATUS'
      ? (keyHashOfStopPaymentId(entry.status.stopPaymentId) ?? -1) % partitionCount
      : partitionOf(entry.account, partitionCount);
  if (right === partition) return null;
  return {
    code: 'KEY_MISMATCH',
    sentence: `The ${entry.type} entry came to inbox partition ${partition} and belongs to ${right}; key it by its account.`,
  };
}
