import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { artifactFolder } from '../../plain/artifactFolder.cjs';

/** Kafka's own command-line tools, by class: a witness that does not share a line with our client. */
const TOOLS = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  producer: 'org.apache.kafka.tools.ConsoleProducer',
  consumer: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  deleteRecords: 'org.apache.kafka.tools.DeleteRecordsCommand',
} as const;

/** Runs a tool against the broker; returns its standard output, throws with its standard error where it fails. */
export function kafkaTool(
  tool: keyof typeof TOOLS,
  broker: string,
  args: readonly string[],
  input = '',
): string {
  const ran = spawnSync(
    'java',
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
      '-cp',
      join(artifactFolder('kafka'), 'lib', '*'),
      TOOLS[tool],
      '--bootstrap-server',
      broker,
      ...args,
    ],
    { input, encoding: 'utf8', timeout: 60_000 },
  );
  if (ran.status !== 0) throw new Error(`${tool} ended with ${ran.status}: ${ran.stderr}`);
  return ran.stdout;
}
