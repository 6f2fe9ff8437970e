import type { TopicName } from '@sluice/domain';
import { contractSchema } from '../contractSchemas';
import { subjectOf, topicTable } from '../topics/topicTable';
import type { SchemaRegistry } from './schemaRegistry';

/** The id under which each Avro topic's schema is registered. */
export type SchemaIds = ReadonlyMap<TopicName, number>;

/**
 * Sets the compatibility of every Avro topic's subject, then registers our schema there; returns the ids. Safe to run
 * twice and by several at once, and it writes nothing where all is in place, so that a service may do with read rights.
 *
 * Throws IncompatibleSchema where a newer or different schema of the subject forbids ours.
 */
export async function registerAll(registry: SchemaRegistry): Promise<SchemaIds> {
  const ids = new Map<TopicName, number>();
  for (const { topic, content } of topicTable) {
    if (content.format !== 'AVRO') continue;
    const subject = subjectOf(topic);
    const schema = contractSchema(content.record).text;
    // Before the schema: a subject must never be open to an incompatible one, not even for a moment.
    if ((await registry.compatibilityOf(subject)) !== content.compatibility)
      await registry.setCompatibility(subject, content.compatibility);
    ids.set(topic, (await registry.idOf(subject, schema)) ?? (await registry.register(subject, schema)));
  }
  return ids;
}
