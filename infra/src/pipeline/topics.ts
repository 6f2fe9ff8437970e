import {
  IncompatibleSchema,
  PARTITIONS_MAX,
  RegistryUnavailable,
  type TopicProfile,
  topicSpecs,
} from '@sluice/event-codec';
import { settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit, PartitionCountError } from '@sluice/stream-runtime';
import { Command, Option } from 'commander';
import { prepareCluster } from './prepareCluster';

const program = new Command('topics')
  .description(
    'Creates the topics that are missing on a cluster, checks partition counts, and registers the schemas',
  )
  .addOption(
    new Option('--profile <PROFILE>', 'replication and durability')
      .choices(['embedded', 'production'])
      .default('production'),
  )
  .option('--print', 'print the topic table instead of touching a cluster', false)
  .action(async ({ profile, print }: { profile: TopicProfile; print: boolean }) => {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    if (print) {
      const partitions = Number(process.env.SLUICE_PARTITIONS ?? 8);
      for (const { topic, numPartitions, replicationFactor, configEntries } of topicSpecs(
        profile,
        Math.min(partitions, PARTITIONS_MAX),
      )) {
        say(`${topic.padEnd(22)} ${numPartitions} partitions, replication ${replicationFactor}`);
        for (const { name, value } of configEntries) say(`  ${name}=${value}`);
      }
      return;
    }
    const settings = settingsOrExit(['kafka', 'registry'], 'topics');
    const connection = await connectKafkaOrExit(settings.kafka);
    try {
      await prepareCluster(connection, {
        registry: settings.registry,
        profile,
        partitions: settings.partitions,
      });
      say(`Topics and schemas are in place (${settings.partitions} partitions, profile ${profile}).`);
    } finally {
      await connection.close();
    }
  });

program.parseAsync().catch((error: unknown) => {
  const known =
    error instanceof PartitionCountError ||
    error instanceof IncompatibleSchema ||
    error instanceof RegistryUnavailable;
  process.stderr.write(
    `${known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
