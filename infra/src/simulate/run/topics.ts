import { topicTable } from '@sluice/event-codec';
import type { SimulatedTopic } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** The topics of the topic table, as the simulated cluster holds them. */
export function simulatedTopics(partitions: number): Readonly<Record<string, SimulatedTopic>> {
  return Object.fromEntries(
    topicTable.map(({ topic, partitions: count, cleanup, messageBytesMax }) => [
      topic,
      {
        partitions: count === 'BY_KEY' ? partitions : 1,
        compacted: cleanup === 'compact',
        batchBytesMax: messageBytesMax,
      },
    ]),
  );
}
