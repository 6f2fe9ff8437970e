import type { CommittedOffsets, TakenCommit } from '../groups/committedOffsets';
import type { Topics } from '../log/topics';
import type { SimulatedTime } from '../simulatedTime';
import { ERRORS } from '../wire/errorCodes';
import type { BatchHeader } from '../wire/recordBatch';

interface Transaction {
  readonly transactionalId: string;
  readonly producerId: number;
  epoch: number;
  timeoutMs: number;
  /** ENDING: the outcome is decided and the markers are being written. */
  state: 'EMPTY' | 'ONGOING' | 'ENDING' | 'COMMITTED' | 'ABORTED';
  readonly partitions: Set<string>;
  offsets: TakenCommit[];
  number: number;
}

export interface ProducerIdentity {
  readonly error: number;
  readonly producerId: number;
  readonly epoch: number;
}

/** How long markers take to be written, ms: until then the coordinator answers CONCURRENT_TRANSACTIONS. */
const MARKERS_MS = 2;

/** Hands out producer ids and epochs, and runs transactions, as Kafka's transaction coordinator does. */
export class TransactionCoordinator {
  private readonly byId = new Map<string, Transaction>();
  private lastProducerId = 1000;

  constructor(
    private readonly topics: Topics,
    private readonly offsets: CommittedOffsets,
    private readonly time: SimulatedTime,
    private readonly onAbort: (transactionalId: string) => void,
  ) {}

  initProducerId(transactionalId: string | null, timeoutMs: number): ProducerIdentity {
    if (transactionalId === null) {
      this.lastProducerId += 1;
      return { error: ERRORS.NONE, producerId: this.lastProducerId, epoch: 0 };
    }
    const known = this.byId.get(transactionalId);
    if (known === undefined) {
      this.lastProducerId += 1;
      const fresh = { transactionalId, producerId: this.lastProducerId, epoch: 0, timeoutMs, number: 0 };
      this.byId.set(transactionalId, { ...fresh, state: 'EMPTY', partitions: new Set(), offsets: [] });
      return { error: ERRORS.NONE, producerId: fresh.producerId, epoch: 0 };
    }
    const busy = { error: ERRORS.CONCURRENT_TRANSACTIONS, producerId: -1, epoch: -1 };
    if (known.state === 'ENDING') return busy;
    if (known.state === 'ONGOING') {
      // The older owner is fenced by the epoch of the abort; the caller asks again.
      known.epoch += 1;
      this.end(known, false);
      return busy;
    }
    known.epoch += 1;
    known.timeoutMs = timeoutMs;
    known.state = 'EMPTY';
    return { error: ERRORS.NONE, producerId: known.producerId, epoch: known.epoch };
  }

  addPartitions(
    transactionalId: string,
    producerId: number,
    epoch: number,
    partitions: readonly { readonly topic: string; readonly partition: number }[],
  ): number {
    const found = this.owned(transactionalId, producerId, epoch);
    if (typeof found === 'number') return found;
    if (found.state === 'ENDING') return ERRORS.CONCURRENT_TRANSACTIONS;
    this.begin(found);
    for (const { topic, partition } of partitions) found.partitions.add(`${topic}/${partition}`);
    return ERRORS.NONE;
  }

  addGroup(transactionalId: string, producerId: number, epoch: number): number {
    return this.addPartitions(transactionalId, producerId, epoch, []);
  }

  commitOffsets(
    transactionalId: string,
    producerId: number,
    epoch: number,
    offsets: readonly TakenCommit[],
  ): number {
    const found = this.owned(transactionalId, producerId, epoch);
    if (typeof found === 'number') return found;
    if (found.state !== 'ONGOING') return ERRORS.INVALID_TXN_STATE;
    found.offsets.push(...offsets);
    return ERRORS.NONE;
  }

  endTransaction(transactionalId: string, producerId: number, epoch: number, commit: boolean): number {
    const found = this.owned(transactionalId, producerId, epoch);
    if (typeof found === 'number') return found;
    if (found.state === 'ENDING') return ERRORS.CONCURRENT_TRANSACTIONS;
    if (found.state === (commit ? 'COMMITTED' : 'ABORTED')) return ERRORS.NONE;
    if (found.state !== 'ONGOING') return ERRORS.INVALID_TXN_STATE;
    this.end(found, commit);
    return ERRORS.NONE;
  }

  /** Whether a transactional batch may be appended: its partition was added to the open transaction of that epoch. */
  produceProblem(transactionalId: string, header: BatchHeader, topic: string, partition: number): number {
    const found = this.owned(transactionalId, header.producerId, header.producerEpoch);
    if (typeof found === 'number') return found;
    return found.state === 'ONGOING' && found.partitions.has(`${topic}/${partition}`)
      ? ERRORS.NONE
      : ERRORS.INVALID_TXN_STATE;
  }

  private owned(transactionalId: string, producerId: number, epoch: number): Transaction | number {
    const found = this.byId.get(transactionalId);
    if (found === undefined || found.producerId !== producerId) return ERRORS.INVALID_PRODUCER_ID_MAPPING;
    return found.epoch === epoch ? found : ERRORS.INVALID_PRODUCER_EPOCH;
  }

  private begin(transaction: Transaction): void {
    if (transaction.state === 'ONGOING') return;
    transaction.state = 'ONGOING';
    transaction.number += 1;
    const { number } = transaction;
    this.time.after(transaction.timeoutMs, () => {
      if (transaction.state !== 'ONGOING' || transaction.number !== number) return;
      transaction.epoch += 1;
      this.end(transaction, false);
    });
  }

  private end(transaction: Transaction, commit: boolean): void {
    transaction.state = 'ENDING';
    if (!commit) this.onAbort(transaction.transactionalId);
    this.time.after(MARKERS_MS, () => {
      for (const place of transaction.partitions) {
        const slash = place.lastIndexOf('/');
        this.topics
          .get(place.slice(0, slash), Number(place.slice(slash + 1)))
          .appendMarker(transaction.producerId, transaction.epoch, commit, this.time.now());
      }
      if (commit) for (const offset of transaction.offsets) this.offsets.commit(offset);
      transaction.partitions.clear();
      transaction.offsets = [];
      transaction.state = commit ? 'COMMITTED' : 'ABORTED';
      this.topics.changed();
    });
  }
}
