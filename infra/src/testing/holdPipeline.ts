import { createLogger, settingsOrExit } from '@sluice/observability';
import { startPipelineProcesses } from '../pipeline/processes';

/** A program that a test kills: holds the pipeline, as processes with their logs in its first argument, until it dies. */
async function main(): Promise<void> {
  const { kafka, registry, database, partitions } = settingsOrExit(['kafka', 'registry', 'database']);
  await startPipelineProcesses({
    addresses: { brokers: kafka.brokers, registryUrl: registry.url, databaseUrl: database.url },
    log: createLogger('test', 'silent'),
    folder: process.argv[2] ?? '',
    partitions,
  });
  process.stdout.write('UP\n');
  setInterval(() => undefined, 60_000);
}

void main();
