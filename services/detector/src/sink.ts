import type { Outputs } from '@sluice/detection';
import { keyHashOfBytes, TOPICS } from '@sluice/domain';
import { ByteSink, type EventCodec, encodeInboxEntry } from '@sluice/event-codec';
import { FrameBuilder } from '@sluice/log-format';
import { type OutgoingRecord, RecordBatch, type TopicRecords } from '@sluice/stream-runtime';

/** What one poll's folds put out, ready to be sent: no object per decision or leg. */
export type PollOutputs = readonly (TopicRecords | RecordBatch)[];

/** Collects what the folds of a poll put out, so that a poll costs one send. */
export interface Sink extends Outputs {
  /**
   * What came since the last call. Its buffers are used again two calls later: by then the send before the last must have
   * resolved, as it has where one send is unresolved at a time.
   */
  take(): PollOutputs;
  /** Minor units of all transfers held so far, by currency. */
  heldMinor(): ReadonlyMap<string, number>;
}

export interface SinkOptions {
  readonly codec: EventCodec;
  readonly legsPartitions: number;
  readonly decisionsPartitions: number;
}

export function createSink({ codec, legsPartitions, decisionsPartitions }: SinkOptions): Sink {
  const builders = Array.from({ length: legsPartitions }, () => new FrameBuilder());
  const batchesOf = (topic: string, partitions: number): RecordBatch[] =>
    Array.from({ length: partitions }, (_, partition) => new RecordBatch(topic, partition));
  const buffers = [0, 1].map(() => ({
    decisions: batchesOf(TOPICS.decisions, decisionsPartitions),
    legs: batchesOf(TOPICS.legs, legsPartitions),
  }));
  const encoded = new ByteSink();
  let filling = 0;
  let warnings: OutgoingRecord[] = [];
  let inbox: OutgoingRecord[] = [];
  const held = new Map<string, number>();

  const current = () => buffers[filling]!;

  return {
    leg(target, lane, offset, index, type, body) {
      const builder = builders[target];
      if (builder === undefined)
        throw new RangeError(`legs has ${legsPartitions} partitions, entry for ${target}`);
      builder.appendBody(lane, offset, index, type, body);
    },
    decision(decision) {
      const { transfer } = decision;
      const { bytes, transferIdStart, transferIdEnd } = transfer;
      const partition = keyHashOfBytes(bytes, transferIdStart, transferIdEnd) % decisionsPartitions;
      encoded.clear();
      codec.encodeDecisionOf(encoded, transfer, decision);
      current().decisions[partition]!.append(
        bytes.subarray(transferIdStart, transferIdEnd),
        encoded.bytes.subarray(0, encoded.length),
      );
    },
    warning(warning) {
      warnings.push({ key: warning.debtorAccount, value: codec.victimWarnings.encode(warning) });
    },
    inbox(account, entry) {
      inbox.push({ key: account, value: encodeInboxEntry(entry) });
      if (entry.type === 'DECISION')
        held.set(entry.currency, (held.get(entry.currency) ?? 0) + entry.amountMinor);
    },
    heldMinor: () => held,
    take() {
      const { decisions, legs } = current();
      builders.forEach((builder, partition) => {
        for (const frame of builder.take()) legs[partition]!.append(null, frame);
      });
      const taken: PollOutputs = [
        ...[...decisions, ...legs].filter(({ count }) => count > 0),
        { topic: TOPICS.victimWarnings, records: warnings },
        { topic: TOPICS.stopPaymentInbox, records: inbox },
      ];
      filling = 1 - filling;
      for (const batch of [...current().decisions, ...current().legs]) batch.clear();
      warnings = [];
      inbox = [];
      return taken;
    },
  };
}
