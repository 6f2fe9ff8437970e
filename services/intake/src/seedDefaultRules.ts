import { TOPICS } from '@sluice/domain';
import { defaultRules, defaultRulesRecord, encodeRulesRecord } from '@sluice/heuristics';
import type { KafkaConnection, Logger, SerialProducer } from '@sluice/stream-runtime';

/**
 * Publishes the rules that ship with this build where `rules` is empty: they too enter through the topic, so that the
 * log knows which version decided what. Two instances at once publish the same version twice, which changes nothing.
 */
export async function seedDefaultRules(
  connection: KafkaConnection,
  producer: SerialProducer,
  log: Logger,
): Promise<void> {
  const ends = await connection.endOffsets(TOPICS.rules);
  if ([...ends.values()].some((end) => end > 0n)) return;
  const value = encodeRulesRecord(defaultRulesRecord(defaultRules, 0));
  await producer.send([
    { topic: TOPICS.rules, records: [{ key: defaultRules.version, value, partition: 0 }] },
  ]);
  log.info({ version: defaultRules.version }, 'rules topic was empty: default rules published');
}
