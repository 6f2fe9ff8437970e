import { ERRORS } from '../wire/errorCodes';
import { type RequestHandler, readTopics, throttled, writeTopics } from './requestHandler';

export const offsetCommit: RequestHandler = {
  name: 'OffsetCommit',
  key: 8,
  version: 5,
  handle(state, body, _host, respond) {
    const groupId = body.string();
    const generation = body.int32();
    const memberId = body.string();
    const topics = readTopics(body, () => {
      const at = { partition: body.int32(), offset: body.int64() };
      body.nullableString();
      return at;
    });
    const error = state.group(groupId).commitProblem(memberId, generation);
    if (error === ERRORS.NONE) {
      for (const { topic, partitions } of topics) {
        for (const { partition, offset } of partitions)
          state.offsets.commit({ groupId, topic, partition, offset });
      }
    }
    const out = throttled();
    respond(writeTopics(out, topics, ({ partition }) => void out.int32(partition).int16(error)));
  },
};

export const offsetFetch: RequestHandler = {
  name: 'OffsetFetch',
  key: 9,
  version: 4,
  handle(state, body, _host, respond) {
    const groupId = body.string();
    const topics = body.nullableArray(() => ({
      topic: body.string(),
      partitions: body.array(() => body.int32()),
    }));
    const out = throttled();
    out.array(topics ?? [], ({ topic, partitions }) => {
      out.string(topic).array(partitions, (partition) => {
        const offset = state.offsets.get(groupId, topic, partition) ?? -1;
        out.int32(partition).int64(offset).string('').int16(ERRORS.NONE);
      });
    });
    respond(out.int16(ERRORS.NONE));
  },
};
