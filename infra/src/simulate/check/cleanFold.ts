import { createPartitionFold, type Outputs, stateDigest } from '@sluice/detection';
import { TOPICS } from '@sluice/domain';
import { type EventCodec, encodeInboxEntry } from '@sluice/event-codec';
import { formatCoordinates } from '@sluice/log-format';
import type { StandingRecord } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** Something that the fold of `legs` puts out, and the frame that made it. */
export interface FoldOutput {
  /** Offset of the frame in the folded partition. */
  readonly frame: number;
  readonly topic: string;
  /** What makes it one thing however often it is sent: coordinates, decisionId, … */
  readonly id: string;
  readonly bytes: Buffer;
}

export interface CleanFold {
  readonly outputs: readonly FoldOutput[];
  /** Digest of the whole state after the frame before `offset`; null where the log does not reach so far. */
  digestAt(offset: number): string | null;
}

/** Folds one partition of `legs` from its first frame to its last, once. */
export function cleanFold(
  partition: number,
  partitionCount: number,
  legs: readonly StandingRecord[],
  codec: EventCodec,
): CleanFold {
  const outputs: FoldOutput[] = [];
  let frame = 0;
  const put = (topic: string, id: string, bytes: Buffer): void =>
    void outputs.push({ frame, topic, id, bytes });
  const out: Outputs = {
    leg(target, lane, offset, index, type, body) {
      const id = `${target} ${formatCoordinates({ ...lane, offset, index })}`;
      put(TOPICS.legs, id, Buffer.concat([Buffer.from([type]), body.view()]));
    },
    decision: (decision) => put(TOPICS.decisions, decision.decisionId, codec.decisions.encode(decision)),
    warning: (warning) => put(TOPICS.victimWarnings, warning.warningId, codec.victimWarnings.encode(warning)),
    inbox(account, entry) {
      const bytes = Buffer.from(encodeInboxEntry(entry));
      put(TOPICS.stopPaymentInbox, `${account} ${bytes.toString('latin1')}`, bytes);
    },
  };
  const fold = freshFold(partition, partitionCount);
  for (const record of legs) {
    frame = record.offset;
    if (record.value !== null) fold.applyFrame(record.value, record.offset, record.appendTime, out);
  }
  const final = stateDigest(fold.state);
  return {
    outputs,
    digestAt(offset) {
      const end = (legs[legs.length - 1]?.offset ?? -1) + 1;
      if (offset === end) return final;
      if (offset > end) return null;
      const until = freshFold(partition, partitionCount);
      for (const record of legs) {
        if (record.offset >= offset) break;
        if (record.value !== null) until.applyFrame(record.value, record.offset, record.appendTime, out);
      }
      return stateDigest(until.state);
    },
  };
}

function freshFold(partition: number, partitionCount: number) {
  return createPartitionFold({ partition, partitionCount, incarnation: 0 });
}
