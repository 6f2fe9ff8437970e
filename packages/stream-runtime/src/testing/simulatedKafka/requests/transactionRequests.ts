import { type RequestHandler, readTopics, throttled, writeTopics } from './requestHandler';

export const initProducerId: RequestHandler = {
  name: 'InitProducerId',
  key: 22,
  version: 1,
  handle(state, body, _host, respond) {
    const { error, producerId, epoch } = state.transactions.initProducerId(
      body.nullableString(),
      body.int32(),
    );
    respond(throttled().int16(error).int64(producerId).int16(epoch));
  },
};

export const addPartitionsToTxn: RequestHandler = {
  name: 'AddPartitionsToTxn',
  key: 24,
  version: 1,
  handle(state, body, _host, respond) {
    const transactionalId = body.string();
    const producerId = body.int64();
    const epoch = body.int16();
    const topics = readTopics(body, () => body.int32());
    const partitions = topics.flatMap(({ topic, partitions: list }) =>
      list.map((partition) => ({ topic, partition })),
    );
    const error = state.transactions.addPartitions(transactionalId, producerId, epoch, partitions);
    const out = throttled();
    respond(writeTopics(out, topics, (partition) => void out.int32(partition).int16(error)));
  },
};

export const addOffsetsToTxn: RequestHandler = {
  name: 'AddOffsetsToTxn',
  key: 25,
  version: 1,
  handle(state, body, _host, respond) {
    respond(throttled().int16(state.transactions.addGroup(body.string(), body.int64(), body.int16())));
  },
};

export const txnOffsetCommit: RequestHandler = {
  name: 'TxnOffsetCommit',
  key: 28,
  version: 1,
  handle(state, body, _host, respond) {
    const transactionalId = body.string();
    const groupId = body.string();
    const producerId = body.int64();
    const epoch = body.int16();
    const topics = readTopics(body, () => {
      const at = { partition: body.int32(), offset: body.int64() };
      body.nullableString();
      return at;
    });
    const offsets = topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ groupId, topic, partition, offset })),
    );
    const error = state.transactions.commitOffsets(transactionalId, producerId, epoch, offsets);
    const out = throttled();
    respond(writeTopics(out, topics, ({ partition }) => void out.int32(partition).int16(error)));
  },
};

export const endTxn: RequestHandler = {
  name: 'EndTxn',
  key: 26,
  version: 1,
  handle(state, body, _host, respond) {
    const error = state.transactions.endTransaction(
      body.string(),
      body.int64(),
      body.int16(),
      body.int8() === 1,
    );
    respond(throttled().int16(error));
  },
};
