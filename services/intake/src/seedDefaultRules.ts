import { TOPICS } from '@sluice/domain';
import { defaultRules, defaultRulesRecord, encodeRulesRecord, parseRulesRecord } from '@sluice/heuristics';
import type { KafkaConnection, Logger, SerialProducer } from '@sluice/stream-runtime';

/**
 * Publishes the rules that ship with this build where `rules` holds no valid version: they too enter through the topic,
 * so that the log knows which version decided what. Two instances at once publish the same version twice, which changes
 * nothing.
 */
export async function seedDefaultRules(
  connection: KafkaConnection,
  producer: SerialProducer,
  log: Logger,
): Promise<void> {
  let versions = 0;
  await connection.readToEnd(TOPICS.rules, {
    onRecord: ({ value }) => {
      if (value !== null && parseRulesRecord(value.toString('utf8')).ok) versions += 1;
    },
  });
  if (versions > 0) return;
  const value = encodeRulesRecord(defaultRulesRecord(defaultRules, 0));
  await producer.send([
    { topic: TOPICS.rules, records: [{ key: defaultRules.version, value, partition: 0 }] },
  ]);
  log.info({ version: defaultRules.version }, 'no valid rules version yet: default rules published');
}
