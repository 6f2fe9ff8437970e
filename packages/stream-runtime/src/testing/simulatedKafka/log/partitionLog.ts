import {
  type BatchHeader,
  decodeRecords,
  encodeBatch,
  NO_PRODUCER,
  placedBatch,
  readHeader,
  type WireRecord,
} from '../wire/recordBatch';
import { ProducerStates } from './producerStates';

/** One batch as it stands. */
export interface StoredBatch {
  readonly header: BatchHeader;
  readonly lastOffset: number;
  readonly bytes: Buffer;
  readonly appendTime: number;
}

/** A record with where it stands and whether it counts. */
export interface StandingRecord extends WireRecord {
  readonly appendTime: number;
  readonly producerId: number;
  /** True where its transaction was aborted or is still open: a reader of committed records never sees it. */
  readonly uncommitted: boolean;
}

interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  readonly markerOffset: number;
}

export interface ReadResult {
  readonly bytes: Buffer;
  readonly aborted: readonly AbortedTransaction[];
}

const EMPTY = Buffer.alloc(0);

/** One partition: batches, open and aborted transactions, and what it knows of producers. */
export class PartitionLog {
  readonly producers = new ProducerStates();
  private batches: StoredBatch[] = [];
  private readonly deleted: StoredBatch[] = [];
  private readonly openSince = new Map<number, number>();
  private readonly abortedTransactions: AbortedTransaction[] = [];
  private end = 0;
  startOffset = 0;

  /** Next offset to be written; with one replica also the high watermark. */
  get endOffset(): number {
    return this.end;
  }

  /** Below it every transaction is decided. */
  get lastStableOffset(): number {
    return Math.min(this.end, ...this.openSince.values());
  }

  /** Appends a batch that a producer sent; returns its base offset. */
  append(batch: Buffer, appendTime: number): number {
    const baseOffset = this.end;
    const sent = readHeader(batch);
    const header = { ...sent, baseOffset };
    this.store(header, placedBatch(batch, baseOffset, appendTime), appendTime);
    if (sent.producerId >= 0) this.producers.appended(header, baseOffset);
    if (sent.transactional && !this.openSince.has(sent.producerId))
      this.openSince.set(sent.producerId, baseOffset);
    return baseOffset;
  }

  /** Appends as an outside producer without idempotence would. */
  appendRecords(records: readonly Omit<WireRecord, 'offset'>[], appendTime: number): number {
    const baseOffset = this.end;
    const placed = records.map((record, index) => ({ ...record, offset: baseOffset + index }));
    const header = { ...NO_PRODUCER, baseOffset, lastOffsetDelta: records.length - 1 };
    this.store(header, encodeBatch(placed, baseOffset, appendTime), appendTime);
    return baseOffset;
  }

  /** Ends the producer's open transaction on this partition with a control marker, which takes an offset. */
  appendMarker(producerId: number, epoch: number, commit: boolean, appendTime: number): void {
    const baseOffset = this.end;
    const writer = { producerId, producerEpoch: epoch, baseSequence: -1, transactional: true, control: true };
    const key = Buffer.from([0, 0, 0, commit ? 1 : 0]);
    const marker = { offset: baseOffset, key, value: Buffer.alloc(6), headers: {} };
    this.store(
      { ...writer, baseOffset, lastOffsetDelta: 0 },
      encodeBatch([marker], baseOffset, appendTime, writer),
      appendTime,
    );
    const firstOffset = this.openSince.get(producerId);
    this.openSince.delete(producerId);
    if (!commit && firstOffset !== undefined)
      this.abortedTransactions.push({ producerId, firstOffset, markerOffset: baseOffset });
    this.producers.raiseEpoch(producerId, epoch);
  }

  /** Whole batches from the one that holds `from`, up to `maxBytes` but at least one. */
  read(from: number, maxBytes: number, committedOnly: boolean): ReadResult {
    const limit = committedOnly ? this.lastStableOffset : this.end;
    const found: Buffer[] = [];
    let size = 0;
    let upTo = from;
    for (let at = this.indexOf(from); at < this.batches.length; at++) {
      const batch = this.batches[at];
      if (batch === undefined || batch.header.baseOffset >= limit) break;
      if (size > 0 && size + batch.bytes.length > maxBytes) break;
      found.push(batch.bytes);
      size += batch.bytes.length;
      upTo = batch.lastOffset;
    }
    if (found.length === 0) return { bytes: EMPTY, aborted: [] };
    const aborted = committedOnly
      ? this.abortedTransactions.filter(
          ({ firstOffset, markerOffset }) => firstOffset <= upTo && markerOffset >= from,
        )
      : [];
    return { bytes: found.length === 1 && found[0] !== undefined ? found[0] : Buffer.concat(found), aborted };
  }

  /** As `standing`, with what was deleted since. */
  everStood(): StandingRecord[] {
    return [...this.deleted, ...this.batches].flatMap((batch) => this.recordsOf(batch));
  }

  /** Every record but control markers, for whoever checks what stands. */
  standing(): StandingRecord[] {
    return this.batches.flatMap((batch) => this.recordsOf(batch));
  }

  /**
   * Keeps the last committed record of each key below the last stable offset, markers, and everything above; records
   * keep their offsets. Returns the number of records taken out.
   */
  compact(): number {
    const stable = this.lastStableOffset;
    const lastOf = new Map<string, number>();
    for (const record of this.standing()) {
      if (record.offset < stable && !record.uncommitted && record.key !== null)
        lastOf.set(record.key.toString('latin1'), record.offset);
    }
    let removed = 0;
    this.batches = this.batches.flatMap((batch) => {
      if (batch.header.control || batch.lastOffset >= stable) return [batch];
      const records = decodeRecords(batch.bytes);
      const kept = records.filter(
        ({ key, offset }) => key !== null && lastOf.get(key.toString('latin1')) === offset,
      );
      removed += records.length - kept.length;
      if (kept.length === records.length) return [batch];
      const last = kept[kept.length - 1];
      if (last === undefined) return [];
      const bytes = encodeBatch(kept, batch.header.baseOffset, batch.appendTime, batch.header);
      return [{ ...batch, bytes, lastOffset: last.offset }];
    });
    return removed;
  }

  /** Deletes whole batches below `offset`, as retention does. */
  deleteBefore(offset: number): void {
    const kept = this.indexOf(offset);
    this.deleted.push(...this.batches.splice(0, kept));
    this.startOffset = this.batches[0]?.header.baseOffset ?? this.end;
  }

  /** Replaces the value of one standing record; false where there is none at the offset. For faults of storage. */
  overwrite(offset: number, change: (value: Buffer) => Buffer | null): boolean {
    const at = this.indexOf(offset);
    const batch = this.batches[at];
    if (batch === undefined) return false;
    const records = decodeRecords(batch.bytes);
    const index = records.findIndex((record) => record.offset === offset);
    const record = records[index];
    if (record === undefined || record.value === null) return false;
    records[index] = { ...record, value: change(Buffer.from(record.value)) };
    const bytes = encodeBatch(records, batch.header.baseOffset, batch.appendTime, batch.header);
    this.batches[at] = { ...batch, bytes };
    return true;
  }

  private store(header: BatchHeader, bytes: Buffer, appendTime: number): void {
    const lastOffset = header.baseOffset + header.lastOffsetDelta;
    this.batches.push({ header, lastOffset, bytes, appendTime });
    this.end = lastOffset + 1;
  }

  private recordsOf(batch: StoredBatch): StandingRecord[] {
    const { producerId, transactional, control, baseOffset } = batch.header;
    if (control) return [];
    const openFrom = transactional ? this.openSince.get(producerId) : undefined;
    const uncommitted =
      transactional &&
      ((openFrom !== undefined && baseOffset >= openFrom) ||
        this.abortedTransactions.some(
          (one) =>
            one.producerId === producerId && one.firstOffset <= baseOffset && baseOffset < one.markerOffset,
        ));
    return decodeRecords(batch.bytes).map((record) => ({
      ...record,
      appendTime: batch.appendTime,
      producerId,
      uncommitted,
    }));
  }

  private indexOf(offset: number): number {
    let low = 0;
    let high = this.batches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.batches[middle]?.lastOffset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
