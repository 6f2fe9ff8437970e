import { ERRORS } from '../wire/errorCodes';
import type { WireWriter } from '../wire/wireWriter';
import {
  type BrokerState,
  type RequestHandler,
  readTopics,
  type TopicParts,
  throttled,
  writeTopics,
} from './requestHandler';

interface Wanted {
  readonly partition: number;
  readonly from: number;
  readonly bytesMax: number;
}

interface Brought {
  readonly partition: number;
  readonly error: number;
  readonly start: number;
  readonly end: number;
  readonly stable: number;
  readonly bytes: Buffer;
  readonly aborted: readonly { readonly producerId: number; readonly firstOffset: number }[];
}

/** No other replica is preferred. */
const NO_REPLICA = -1;
const EMPTY = Buffer.alloc(0);
/** A fetch whose records were all withheld looks again this much later, ms. */
const WITHHELD_MS = 5;

export const fetch: RequestHandler = {
  name: 'Fetch',
  key: 1,
  version: 11,
  handle(state, body, _host, respond) {
    body.int32();
    const maxWaitMs = body.int32();
    body.int32();
    body.int32();
    const committedOnly = body.int8() === 1;
    // No fetch sessions: each request names all it wants, and session 0 says that none was made.
    body.int32();
    body.int32();
    const wanted = readTopics(body, () => {
      const partition = body.int32();
      body.int32();
      const from = body.int64();
      body.int64();
      return { partition, from, bytesMax: body.int32() };
    });
    const until = state.time.now() + maxWaitMs + state.faults.idleMs();
    const attempt = (): void => {
      const late = state.time.now() >= until;
      const brought = bring(state, wanted, committedOnly);
      if (late || brought.ready) {
        respond(answerOf(brought.topics, committedOnly));
        return;
      }
      let waiting = true;
      const again = (): void => {
        if (!waiting) return;
        waiting = false;
        forget();
        attempt();
      };
      const forget = brought.withheld ? () => undefined : state.topics.whenChanged(again);
      state.time.after(brought.withheld ? WITHHELD_MS : until - state.time.now(), again);
    };
    attempt();
  },
};

function bring(state: BrokerState, wanted: readonly TopicParts<Wanted>[], committedOnly: boolean) {
  let ready = false;
  let withheld = false;
  const topics = wanted.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition, from, bytesMax }): Brought => {
      const log = state.topics.find(topic, partition);
      if (log === undefined) {
        ready = true;
        return {
          partition,
          error: ERRORS.UNKNOWN_TOPIC_OR_PARTITION,
          start: -1,
          end: -1,
          stable: -1,
          bytes: EMPTY,
          aborted: [],
        };
      }
      const place = { partition, start: log.startOffset, end: log.endOffset, stable: log.lastStableOffset };
      if (from < log.startOffset || from > log.endOffset) {
        ready = true;
        return { ...place, error: ERRORS.OFFSET_OUT_OF_RANGE, bytes: EMPTY, aborted: [] };
      }
      const { bytes, aborted } = log.read(
        from,
        Math.min(bytesMax, state.faults.fetchBytesMax()),
        committedOnly,
      );
      if (bytes.length > 0 && state.faults.withhold(topic, partition)) {
        withheld = true;
        return { ...place, error: ERRORS.NONE, bytes: EMPTY, aborted: [] };
      }
      ready ||= bytes.length > 0;
      return { ...place, error: ERRORS.NONE, bytes, aborted };
    }),
  }));
  return { topics, ready, withheld: withheld && !ready };
}

function answerOf(topics: readonly TopicParts<Brought>[], committedOnly: boolean): WireWriter {
  const out = throttled().int16(ERRORS.NONE).int32(0);
  return writeTopics(out, topics, ({ partition, error, start, end, stable, bytes, aborted }) => {
    out.int32(partition).int16(error).int64(end).int64(stable).int64(start);
    // Null, not empty, to whoever reads what is not committed, as Kafka answers.
    if (committedOnly)
      out.array(aborted, ({ producerId, firstOffset }) => out.int64(producerId).int64(firstOffset));
    else out.int32(-1);
    out.int32(NO_REPLICA).bytes(bytes);
  });
}
