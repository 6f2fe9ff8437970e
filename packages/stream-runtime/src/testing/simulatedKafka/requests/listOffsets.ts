import { ERRORS } from '../wire/errorCodes';
import { type RequestHandler, readTopics, throttled, writeTopics } from './requestHandler';

const EARLIEST = -2;

export const listOffsets: RequestHandler = {
  name: 'ListOffsets',
  key: 2,
  version: 3,
  handle({ topics }, body, _host, respond) {
    body.int32();
    const committedOnly = body.int8() === 1;
    const wanted = readTopics(body, () => ({ partition: body.int32(), timestamp: body.int64() }));
    const answers = wanted.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, timestamp }) => {
        const log = topics.find(topic, partition);
        if (log === undefined) return { partition, error: ERRORS.UNKNOWN_TOPIC_OR_PARTITION, offset: -1 };
        const end = committedOnly ? log.lastStableOffset : log.endOffset;
        return { partition, error: ERRORS.NONE, offset: timestamp === EARLIEST ? log.startOffset : end };
      }),
    }));
    const out = throttled();
    respond(
      writeTopics(out, answers, ({ partition, error, offset }) => {
        out.int32(partition).int16(error).int64(-1).int64(offset);
      }),
    );
  },
};
