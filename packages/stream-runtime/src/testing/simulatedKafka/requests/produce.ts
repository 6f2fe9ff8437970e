import type { ProduceFault } from '../simulatedFaults';
import { ERRORS } from '../wire/errorCodes';
import { type BatchHeader, batchProblem, readHeader, splitBatches } from '../wire/recordBatch';
import { WireWriter } from '../wire/wireWriter';
import {
  type BrokerState,
  type RequestHandler,
  readTopics,
  type TopicParts,
  writeTopics,
} from './requestHandler';

interface Outcome {
  readonly partition: number;
  readonly error: number;
  readonly baseOffset: number;
}

const ERROR_OF: Readonly<Record<ProduceFault, number>> = {
  NONE: ERRORS.NONE,
  NOT_APPENDED: ERRORS.NOT_LEADER_OR_FOLLOWER,
  APPENDED_UNSURE: ERRORS.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
  REFUSED: ERRORS.UNKNOWN_SERVER_ERROR,
  APPENDED_REFUSED: ERRORS.UNKNOWN_SERVER_ERROR,
};

export const produce: RequestHandler = {
  name: 'Produce',
  key: 0,
  version: 7,
  handle(state, body, host, respond) {
    const transactionalId = body.nullableString();
    const acks = body.int16();
    body.int32();
    const sent = readTopics(body, () => ({ partition: body.int32(), recordSet: body.bytes() }));
    const outcomes: TopicParts<Outcome>[] = sent.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, recordSet }) => ({
        partition,
        ...takeRecordSet(state, transactionalId, topic, partition, recordSet, host),
      })),
    }));
    state.topics.changed();
    const out = new WireWriter();
    writeTopics(out, outcomes, ({ partition, error, baseOffset }) => {
      out.int32(partition).int16(error).int64(baseOffset).int64(state.time.now()).int64(0);
    });
    respond(acks === 0 ? null : out.int32(0));
  },
};

function takeRecordSet(
  state: BrokerState,
  transactionalId: string | null,
  topic: string,
  partition: number,
  recordSet: Buffer,
  host: string,
): Omit<Outcome, 'partition'> {
  const fault = state.faults.produce(topic, partition);
  if (fault === 'NOT_APPENDED' || fault === 'REFUSED') return { error: ERROR_OF[fault], baseOffset: -1 };
  let baseOffset = -1;
  for (const batch of splitBatches(recordSet)) {
    const taken = takeBatch(state, transactionalId, topic, partition, batch, host);
    if (taken.error !== ERRORS.NONE) return taken;
    if (baseOffset < 0) baseOffset = taken.baseOffset;
  }
  return { error: ERROR_OF[fault], baseOffset };
}

function takeBatch(
  state: BrokerState,
  transactionalId: string | null,
  topic: string,
  partition: number,
  batch: Buffer,
  host: string,
): Omit<Outcome, 'partition'> {
  const log = state.topics.find(topic, partition);
  if (log === undefined) return refused(ERRORS.UNKNOWN_TOPIC_OR_PARTITION);
  if (batch.length > (state.topics.specs[topic]?.batchBytesMax ?? 0))
    return refused(ERRORS.MESSAGE_TOO_LARGE);
  if (batchProblem(batch) !== null) return refused(ERRORS.CORRUPT_MESSAGE);
  const header: BatchHeader = readHeader(batch);
  if (header.transactional) {
    const problem = state.transactions.produceProblem(transactionalId ?? '', header, topic, partition);
    if (problem !== ERRORS.NONE) return refused(problem);
  }
  if (header.producerId >= 0) {
    const verdict = log.producers.check(header);
    if (verdict.kind === 'STANDS_ALREADY') return { error: ERRORS.NONE, baseOffset: verdict.baseOffset };
    if (verdict.kind === 'OUT_OF_ORDER') return refused(ERRORS.OUT_OF_ORDER_SEQUENCE_NUMBER);
    if (verdict.kind === 'FENCED') return refused(ERRORS.INVALID_PRODUCER_EPOCH);
  }
  const baseOffset = log.append(batch, state.time.now());
  state.appended({ topic, partition, baseOffset, records: header.lastOffsetDelta + 1, host });
  return { error: ERRORS.NONE, baseOffset };
}

function refused(error: number): Omit<Outcome, 'partition'> {
  return { error, baseOffset: -1 };
}
