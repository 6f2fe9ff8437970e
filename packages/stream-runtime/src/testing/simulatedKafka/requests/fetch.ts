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
  readonly end: number;
  readonly stable: number;
  readonly bytes: Buffer;
  readonly aborted: readonly { readonly producerId: number; readonly firstOffset: number }[];
}

const EMPTY = Buffer.alloc(0);
/** A fetch whose records were all withheld looks again this much later, ms. */
const WITHHELD_MS = 5;

export const fetch: RequestHandler = {
  name: 'Fetch',
  key: 1,
  version: 4,
  handle(state, body, _host, respond) {
    body.int32();
    const maxWaitMs = body.int32();
    body.int32();
    body.int32();
    const committedOnly = body.int8() === 1;
    const wanted = readTopics(body, () => ({
      partition: body.int32(),
      from: body.int64(),
      bytesMax: body.int32(),
    }));
    const until = state.time.now() + maxWaitMs + state.faults.idleMs();
    const attempt = (): void => {
      const late = state.time.now() >= until;
      const brought = bring(state, wanted, committedOnly);
      if (late || brought.ready) {
        respond(answerOf(brought.topics));
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
          end: -1,
          stable: -1,
          bytes: EMPTY,
          aborted: [],
        };
      }
      const place = { partition, end: log.endOffset, stable: log.lastStableOffset };
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

function answerOf(topics: readonly TopicParts<Brought>[]): WireWriter {
  const out = throttled();
  return writeTopics(out, topics, ({ partition, error, end, stable, bytes, aborted }) => {
    out.int32(partition).int16(error).int64(end).int64(stable);
    out.array(aborted, ({ producerId, firstOffset }) => out.int64(producerId).int64(firstOffset));
    out.bytes(bytes);
  });
}
