import type { Producer } from 'kafkajs';
import { silentLogger } from '../logger';
import { RecordBatch } from '../recordBatch/recordBatch';
import { openSerialProducer } from './serialProducer';

interface Sent {
  readonly producer: number;
  readonly topics: readonly string[];
  finish(error?: Error): void;
}

/** Producers whose sends the test resolves, and what they were asked. */
function fakeKafka() {
  const sends: Sent[] = [];
  const closed: number[] = [];
  let made = 0;
  const producer = (): Producer => {
    const own = ++made;
    const calls = {
      connect: async () => undefined,
      disconnect: async () => void closed.push(own),
      sendBatch: ({
        topicMessages,
      }: {
        topicMessages: { topic: string; messages: { reduce(): object } }[];
      }) =>
        new Promise((resolve, reject) => {
          const answers = topicMessages.flatMap(({ topic, messages }) =>
            Object.keys(messages.reduce()).map((partition) => ({
              topicName: topic,
              partition: Number(partition),
              errorCode: 0,
            })),
          );
          sends.push({
            producer: own,
            topics: topicMessages.map(({ topic }) => topic),
            finish: (error) => (error === undefined ? resolve(answers) : reject(error)),
          });
        }),
    };
    return calls as unknown as Producer; // the calls that a serial producer makes
  };
  const facts = new Map(
    ['legs', 'decisions'].map((topic) => [topic, { partitions: 4, batchBytesMax: 8_000_000 }]),
  );
  const open = (recordsPerProducerMax?: number) =>
    openSerialProducer({
      kafka: { producer },
      name: 'test',
      log: silentLogger,
      topics: { facts: async () => facts, forget: () => undefined },
      ...(recordsPerProducerMax === undefined ? {} : { recordsPerProducerMax }),
    });
  const untilSends = async (count: number): Promise<void> => {
    for (let turn = 0; sends.length < count; turn++) {
      if (turn > 400) throw new Error(`${sends.length} sends, not ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return { sends, closed, open, untilSends };
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 30));

function batchOf(topic: string, records: number): RecordBatch {
  const batch = new RecordBatch(topic, 0);
  for (let index = 0; index < records; index++) batch.append(null, `${index}`);
  return batch;
}

test('a send waits for the one before it, its retries included', async () => {
  const { sends, open, untilSends } = fakeKafka();
  const producer = await open();
  const first = producer.send([batchOf('legs', 1)]);
  const second = producer.send([batchOf('decisions', 1)]);
  await untilSends(1);
  sends[0]!.finish(new Error('not enough replicas'));
  await untilSends(2);
  await turns();
  expect(sends.map(({ topics }) => topics)).toEqual([['legs'], ['legs']]);
  sends[1]!.finish();
  await first;
  await untilSends(3);
  expect(sends[2]!.topics).toEqual(['decisions']);
  sends[2]!.finish();
  await second;
});

test('a rejected send discards its producer: the same records are sent again by a new one', async () => {
  const { sends, closed, open, untilSends } = fakeKafka();
  const producer = await open();
  const sending = producer.send([batchOf('legs', 3)]);
  await untilSends(1);
  sends[0]!.finish(new Error('out of order sequence'));
  await untilSends(2);
  expect(sends.map((send) => send.producer)).toEqual([1, 2]);
  expect(closed).toEqual([1]);
  sends[1]!.finish();
  await sending;
});

test('a batch cannot be changed from the call of send until it resolved', async () => {
  const { sends, open, untilSends } = fakeKafka();
  const producer = await open();
  const batch = batchOf('legs', 1);
  const sending = producer.send([batch]);
  expect(() => batch.clear()).toThrow('still being sent');
  await untilSends(1);
  sends[0]!.finish(new Error('broker away'));
  await untilSends(2);
  expect(() => batch.append(null, 'late')).toThrow('still being sent');
  sends[1]!.finish();
  await sending;
  batch.clear();
});

test('a producer is replaced before it has sent more records than it may', async () => {
  const { sends, open, untilSends } = fakeKafka();
  const producer = await open(5);
  for (let index = 0; index < 4; index++) {
    const sending = producer.send([batchOf('legs', 3)]);
    await untilSends(index + 1);
    sends[index]!.finish();
    await sending;
  }
  expect(sends.map((send) => send.producer)).toEqual([1, 1, 2, 2]);
});

test('closing ends the retries, and later sends are refused', async () => {
  const { sends, open, untilSends } = fakeKafka();
  const producer = await open();
  const sending = producer.send([batchOf('legs', 1)]);
  await untilSends(1);
  const closing = producer.close();
  sends[0]!.finish(new Error('broker away'));
  await expect(sending).rejects.toThrow('broker away');
  await closing;
  await expect(producer.send([batchOf('legs', 1)])).rejects.toThrow('producer test is closed');
});
