import { setTimeout } from 'node:timers/promises';
import type { TopicName } from '@sluice/domain';
import { contractSchema } from '../contractSchemas';
import { type AvroContent, subjectOf, topicTable } from '../topics/topicTable';
import { RegistryContended, RegistryUnavailable } from './registryErrors';
import type { SchemaRegistry } from './schemaRegistry';

/** The id under which each Avro topic's schema is registered. */
export type SchemaIds = ReadonlyMap<TopicName, number>;

/** Tries per topic where services that start together get in each other's way, and the first pause between them, ms. */
const TRIES_MAX = 6;
const FIRST_PAUSE_MS = 50;

/**
 * Sets the compatibility of every Avro topic's subject, then registers our schema there; returns the ids. Safe to run
 * twice and by several at once, and it writes nothing where all is in place, so that a service may do with read rights.
 *
 * Throws IncompatibleSchema where the subject's schemas forbid ours, RegistryUnavailable where the registry stays away.
 */
export async function registerAll(registry: SchemaRegistry): Promise<SchemaIds> {
  const ids = new Map<TopicName, number>();
  for (const { topic, content } of topicTable)
    if (content.format === 'AVRO') ids.set(topic, await settled(() => registerOne(registry, topic, content)));
  return ids;
}

async function registerOne(
  registry: SchemaRegistry,
  topic: TopicName,
  { record, compatibility }: AvroContent,
): Promise<number> {
  const subject = subjectOf(topic);
  const schema = contractSchema(record).text;
  // Before the schema: a subject must never be open to an incompatible one, not even for a moment.
  if ((await registry.compatibilityOf(subject)) !== compatibility)
    await registry.setCompatibility(subject, compatibility);
  return (await registry.idOf(subject, schema)) ?? (await registry.register(subject, schema));
}

async function settled<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const passes = error instanceof RegistryContended || error instanceof RegistryUnavailable;
      if (!passes || attempt === TRIES_MAX) throw error;
      await setTimeout(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}
