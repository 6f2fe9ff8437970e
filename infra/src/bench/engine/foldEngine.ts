import { createPartitionFold } from '@sluice/detection';
import { createSink } from '@sluice/detector/src/sink';
import { TOPICS } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { type OutgoingRecord, RecordBatch, type TopicRecords } from '@sluice/stream-runtime';
import type { Frames } from './debitFrames';

/** Decisions by outcome. */
export type Outcomes = Readonly<Record<'ALLOW' | 'REVIEW' | 'WARN' | 'HOLD', number>>;

export interface FoldEngine {
  /** Folds what one poll of the detector brings: the credit legs that the poll before sent, and these frames. */
  poll(frames: Frames, appendTime: number): void;
  /** True while credit legs wait to be folded. */
  busy(): boolean;
  outcomes(): Outcomes;
  readonly accounts: number;
  /** Bytes handed to the producer so far: decisions, credit legs, warnings, holds. */
  readonly bytesOut: number;
}

/**
 * The detector without Kafka: the folds of all partitions in one thread, with the detector's own sink. What the sink makes
 * for `legs` comes back in the next poll, as it would from the broker; the rest is dropped where a producer would take it.
 */
export function foldEngine(partitionCount: number): FoldEngine {
  const folds = Array.from({ length: partitionCount }, (_, partition) =>
    createPartitionFold({ partition, partitionCount, incarnation: 0 }),
  );
  const sink = createSink({
    codec: offlineEventCodec(),
    legsPartitions: partitionCount,
    decisionsPartitions: partitionCount,
  });
  const offsets = new Array<number>(partitionCount).fill(0);
  let waiting: Buffer[][] = Array.from({ length: partitionCount }, () => []);
  let bytesOut = 0;

  const apply = (partition: number, frames: readonly Buffer[], appendTime: number): void => {
    const fold = folds[partition];
    for (const frame of frames) {
      const offset = offsets[partition]!;
      offsets[partition] = offset + 1;
      fold?.applyFrame(frame, offset, appendTime, sink);
    }
  };

  return {
    poll(frames, appendTime) {
      const credits = waiting;
      waiting = Array.from({ length: partitionCount }, () => []);
      for (let partition = 0; partition < partitionCount; partition++) {
        apply(partition, credits[partition] ?? [], appendTime);
        apply(partition, frames[partition] ?? [], appendTime);
      }
      const taken: readonly (TopicRecords | RecordBatch)[] = sink.take();
      for (const sent of taken) {
        const records =
          sent instanceof RecordBatch ? (sent.topic === TOPICS.legs ? sent.readBack() : []) : sent.records;
        bytesOut += sent instanceof RecordBatch ? sent.byteLength : bytesOf(sent.records);
        if (sent.topic !== TOPICS.legs) continue;
        for (const record of records) {
          const partition = sent instanceof RecordBatch ? sent.partition : (record.partition ?? 0);
          // Copied, as the broker would: the sink's buffers are used again.
          if (Buffer.isBuffer(record.value)) waiting[partition]?.push(Buffer.from(record.value));
        }
      }
    },
    busy: () => waiting.some((frames) => frames.length > 0),
    outcomes() {
      const sum = { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 };
      for (const { state } of folds) {
        for (const outcome of ['ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const)
          sum[outcome] += state.counts.decisions[outcome];
      }
      return sum;
    },
    get accounts() {
      return folds.reduce((sum, { state }) => sum + state.accounts.accountCount, 0);
    },
    get bytesOut() {
      return bytesOut;
    },
  };
}

function bytesOf(records: readonly OutgoingRecord[]): number {
  return records.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
}
