import { ok, type Problem, type Result } from '@sluice/domain';
import { readDatabaseSettings } from './databaseSettings';
import { type Environment, type EnvironmentReader, readEnvironment } from './environment';
import { readKafkaSettings } from './kafkaSettings';
import { readRegistrySettings } from './registrySettings';
import { type Backends, type CommonSettings, LOG_LEVELS, type Need, type Settings } from './settings';

/** Partitions on the embedded stack, and the most that the log format and the design allow. */
export const PARTITIONS_DEFAULT = 8;
export const PARTITIONS_MAX = 256;

/**
 * Parses the environment once into typed settings. Only what `needs` names is read: a malformed variable that the
 * service does not use stops nothing. Everything that is wrong is reported together, each as one sentence that names
 * the variable, what it holds (never a secret) and what is allowed.
 *
 * @param serviceName the Kafka client id, unless KAFKA_CLIENT_ID is set
 */
export function parseSettings<const N extends readonly Need[]>(
  env: Environment,
  needs: N,
  serviceName = 'sluice',
): Result<Settings<N[number]>, readonly Problem[]> {
  const reader = readEnvironment(env);
  const backends = readBackends(reader, needs, serviceName);
  const common = readCommonSettings(reader);
  if (reader.problems().length > 0) return { ok: false, problem: reader.problems() };
  // Without problems every backend in `needs` has been read, which is what Settings<N[number]> says.
  return ok({ ...common, ...backends } as Settings<N[number]>);
}

function readCommonSettings(reader: EnvironmentReader): CommonSettings {
  const healthPort = reader.wholeNumber('HEALTH_PORT', 0, 65_535, 0);
  return {
    logLevel: reader.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    healthPort: healthPort === 0 ? null : healthPort,
    partitions: reader.wholeNumber('SLUICE_PARTITIONS', 1, PARTITIONS_MAX, PARTITIONS_DEFAULT),
  };
}

function readBackends(
  reader: EnvironmentReader,
  needs: readonly Need[],
  serviceName: string,
): Partial<Backends> {
  const kafka = needs.includes('kafka') ? readKafkaSettings(reader, serviceName) : null;
  const registry = needs.includes('registry') ? readRegistrySettings(reader) : null;
  const database = needs.includes('database') ? readDatabaseSettings(reader) : null;
  return {
    ...(kafka !== null && { kafka }),
    ...(registry !== null && { registry }),
    ...(database !== null && { database }),
  };
}
