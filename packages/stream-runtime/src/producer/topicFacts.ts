import { type Admin, ConfigResourceTypes } from 'kafkajs';

/** What has to be known of a topic to write to it. */
export interface TopicFacts {
  readonly partitions: number;
  /** Largest batch that the broker accepts (max.message.bytes). */
  readonly batchBytesMax: number;
}

export interface KnownTopics {
  /** Asks the cluster once a topic; rejects while it is away. */
  facts(topics: Iterable<string>): Promise<ReadonlyMap<string, TopicFacts>>;
  /** Asks again at the next call: a batch was refused. */
  forget(): void;
}

/** Kafka's default of max.message.bytes, where a cluster does not let us read it. */
const BATCH_BYTES_DEFAULT = 1_048_588;

export function knownTopics(admin: Pick<Admin, 'fetchTopicMetadata' | 'describeConfigs'>): KnownTopics {
  const known = new Map<string, TopicFacts>();

  async function ask(topic: string): Promise<TopicFacts> {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = topics[0]?.partitions.length ?? 0;
    if (partitions === 0) throw new Error(`topic ${topic} has no partitions`);
    return { partitions, batchBytesMax: await batchBytesMax(topic) };
  }

  async function batchBytesMax(topic: string): Promise<number> {
    try {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['max.message.bytes'] }],
      });
      return Number(resources[0]?.configEntries[0]?.configValue ?? BATCH_BYTES_DEFAULT);
    } catch (error) {
      // Writing needs no right to read the settings.
      if (error instanceof Error && 'type' in error && String(error.type).endsWith('AUTHORIZATION_FAILED')) {
        return BATCH_BYTES_DEFAULT;
      }
      throw error;
    }
  }

  return {
    async facts(topics) {
      for (const topic of topics) if (!known.has(topic)) known.set(topic, await ask(topic));
      return known;
    },
    forget: () => known.clear(),
  };
}
