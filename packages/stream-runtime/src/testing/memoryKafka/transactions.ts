import {
  type CommitOffset,
  FencedError,
  type TopicRecords,
  type TransactionalProducer,
  TransactionFailedError,
} from '../../api';
import { plainRecords } from '../../recordBatch/plainRecords';
import type { RecordBatch } from '../../recordBatch/recordBatch';
import type { Groups } from './groups';
import type { TopicLogs } from './topicLog';

/** How the next transaction goes wrong: nothing of it takes effect, or all of it does and the answer is lost. */
export type TransactionFault = 'LOST' | 'COMMITTED_UNANSWERED';

export interface Transactions {
  open(transactionalId: string): TransactionalProducer;
  failNext(transactionalId: string, fault: TransactionFault): void;
  /** How many transactions were committed. */
  committed(): number;
}

/** Transactions that take effect at once, with a control marker behind what they wrote. */
export function transactions(logs: TopicLogs, groups: Groups): Transactions {
  const epochs = new Map<string, number>();
  const faults = new Map<string, TransactionFault[]>();
  let count = 0;

  function commit(
    topics: readonly (TopicRecords | RecordBatch)[],
    groupId: string,
    offsets: readonly CommitOffset[],
  ): void {
    for (const slots of logs.append(topics)) slots.push('MARKER');
    groups.commit(groupId, offsets);
    count += 1;
  }

  function open(transactionalId: string): TransactionalProducer {
    let epoch: number | null = null;
    return {
      async fence() {
        epoch = (epochs.get(transactionalId) ?? 0) + 1;
        epochs.set(transactionalId, epoch);
      },
      async transact(topics, groupId, offsets) {
        // A turn of the event loop, as a broker would take.
        await new Promise((resolve) => setImmediate(resolve));
        if (epoch === null) throw new TransactionFailedError(`${transactionalId}: fence() comes first`);
        if (epochs.get(transactionalId) !== epoch) {
          epoch = null;
          throw new FencedError(`${transactionalId}: another owner took over`);
        }
        const fault = faults.get(transactionalId)?.shift();
        if (fault !== 'LOST') commit(topics, groupId, offsets);
        if (fault !== undefined) {
          epoch = null;
          throw new TransactionFailedError(`${transactionalId}: the answer was lost`);
        }
      },
      async begin() {
        const sent: TopicRecords[] = [];
        return {
          send: async (topics) => void sent.push(...topics.map(plainRecords)),
          commit: () => this.transact(sent, '', []),
          abort: async () => void sent.splice(0),
        };
      },
      async close() {
        epoch = null;
      },
    };
  }

  return {
    open,
    failNext: (transactionalId, fault) => {
      faults.set(transactionalId, [...(faults.get(transactionalId) ?? []), fault]);
    },
    committed: () => count,
  };
}
