import { partitionOf, TOPICS } from '@sluice/domain';
import { parseRulesRecord } from '@sluice/heuristics';
import { ENTRY_TYPES } from '@sluice/log-format';
import type { SimulatedCluster, StandingRecord } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { Meaning } from '../workload/timeline';

/** What intake must have made of the records of the source topics, worked out anew and as simply as can be. */
export interface Expected {
  /** Entry type by `target topic#0/partition@offset.index`. */
  readonly entries: ReadonlyMap<string, number>;
  /** Records that must stand in `dead-letters`: their code by `topic/partition@offset`. */
  readonly deadLetters: ReadonlyMap<string, string>;
  /** transferIds that must be decided, each once. */
  readonly admitted: ReadonlySet<string>;
}

export function expectedEntries(
  cluster: SimulatedCluster,
  meanings: ReadonlyMap<string, Meaning>,
  partitions: number,
): Expected {
  const entries = new Map<string, number>();
  const deadLetters = new Map<string, string>();
  const admitted = new Set<string>();
  const everywhere = Array.from({ length: partitions }, (_, partition) => partition);

  for (const topic of [
    TOPICS.rules,
    TOPICS.accounts,
    TOPICS.watchlist,
    TOPICS.transferHistory,
    TOPICS.transfers,
  ]) {
    for (const partition of cluster.topics.all(topic).keys()) {
      const seen = new Map<string, { content: string; statusAt: number }>();
      for (const record of cluster.records(topic, partition)) {
        const place = `${topic}/${partition}@${record.offset}`;
        const add = (target: number, index: number, type: number): void =>
          void entries.set(`${target} ${topic}#0/${partition}@${record.offset}.${index}`, type);
        const meaning = meanings.get(place) ?? rulesRecord(topic, record);
        switch (meaning?.kind) {
          case undefined:
            throw new RangeError(`nobody knows what ${place} is meant to be`);
          case 'UNREADABLE':
            deadLetters.set(place, 'UNREADABLE');
            break;
          case 'ACCOUNT':
            add(partitionOf(meaning.accountId, partitions), 0, ENTRY_TYPES.ACCOUNT);
            break;
          case 'LISTING': {
            const { targets } = meaning;
            const owners = targets === 'ALL' ? everywhere : [partitionOf(targets.account, partitions)];
            for (const target of owners) add(target, 0, ENTRY_TYPES.LISTING);
            break;
          }
          case 'RULES':
            for (const target of everywhere) {
              add(target, 0, ENTRY_TYPES.RULES_PREPARE);
              add(target, 1, ENTRY_TYPES.RULES_ACTIVATE);
            }
            break;
          case 'TRANSFER': {
            const { transfer } = meaning;
            if (meaning.refusedByCheck) {
              deadLetters.set(place, 'AMOUNT_OUT_OF_RANGE');
              break;
            }
            const content = `${transfer.amountMinor}`;
            const known = seen.get(transfer.transferId);
            if (known !== undefined && known.content !== content) {
              deadLetters.set(place, 'TRANSFER_CONFLICT');
              break;
            }
            if (known !== undefined && transfer.statusAt <= known.statusAt) break;
            seen.set(transfer.transferId, { content, statusAt: transfer.statusAt });
            const debtor = partitionOf(transfer.debtorAccount, partitions);
            if (topic === TOPICS.transferHistory) {
              if (known === undefined && transfer.status === 'SETTLED') {
                add(debtor, 0, ENTRY_TYPES.HISTORY);
                add(partitionOf(transfer.creditorAccount, partitions), 1, ENTRY_TYPES.HISTORY);
              } else add(debtor, 0, ENTRY_TYPES.STATUS);
              break;
            }
            const unscored = transfer.status === 'REJECTED' || transfer.status === 'CANCELLED';
            if (known === undefined && !unscored) {
              add(debtor, 0, ENTRY_TYPES.DEBIT);
              admitted.add(transfer.transferId);
            } else add(debtor, 0, ENTRY_TYPES.STATUS);
            break;
          }
        }
      }
    }
  }
  return { entries, deadLetters, admitted };
}

/** Rules that intake published itself, since none stood there. */
function rulesRecord(topic: string, { value }: StandingRecord): Meaning | undefined {
  return topic === TOPICS.rules && parseRulesRecord(value?.toString('utf8') ?? '').ok
    ? { kind: 'RULES' }
    : undefined;
}
