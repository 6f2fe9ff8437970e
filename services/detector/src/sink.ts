import type { Outputs } from '@sluice/detection';
import { partitionOf, TOPICS } from '@sluice/domain';
import { type EventCodec, encodeInboxEntry } from '@sluice/event-codec';
import { FrameBuilder } from '@sluice/log-format';
import type { OutgoingRecord, TopicRecords } from '@sluice/stream-runtime';

/** Collects what the folds of a poll put out, so that a poll costs one send. */
export interface Sink extends Outputs {
  take(): readonly TopicRecords[];
}

export interface SinkOptions {
  readonly codec: EventCodec;
  readonly legsPartitions: number;
  readonly decisionsPartitions: number;
}

export function createSink({ codec, legsPartitions, decisionsPartitions }: SinkOptions): Sink {
  const builders = Array.from({ length: legsPartitions }, () => new FrameBuilder());
  let decisions: OutgoingRecord[] = [];
  let warnings: OutgoingRecord[] = [];
  let inbox: OutgoingRecord[] = [];
  return {
    leg(target, lane, offset, index, type, write) {
      const builder = builders[target];
      if (builder === undefined)
        throw new RangeError(`legs has ${legsPartitions} partitions, entry for ${target}`);
      builder.append(lane, offset, index, type, write);
    },
    decision(decision) {
      decisions.push({
        key: decision.transferId,
        value: codec.decisions.encode(decision),
        partition: partitionOf(decision.transferId, decisionsPartitions),
      });
    },
    warning(warning) {
      warnings.push({ key: warning.debtorAccount, value: codec.victimWarnings.encode(warning) });
    },
    inbox(account, entry) {
      inbox.push({ key: account, value: encodeInboxEntry(entry) });
    },
    take() {
      const legs = builders.flatMap((builder, partition) =>
        builder.take().map((value) => ({ key: null, value, partition })),
      );
      const taken: TopicRecords[] = [
        { topic: TOPICS.decisions, records: decisions },
        { topic: TOPICS.legs, records: legs },
        { topic: TOPICS.victimWarnings, records: warnings },
        { topic: TOPICS.stopPaymentInbox, records: inbox },
      ];
      decisions = [];
      warnings = [];
      inbox = [];
      return taken;
    },
  };
}
