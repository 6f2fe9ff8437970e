import { type ClusterConnection, connectKafka } from '../../connectKafka';
import { type Logger, silentLogger } from '../../logger';
import type { SimulatedCluster } from './simulatedCluster';
import type { SimulatedHost } from './simulatedTime';

/** Connects a simulated process to the simulated cluster, through the client and the settings of production. */
export function connectSimulated(
  cluster: SimulatedCluster,
  host: SimulatedHost,
  log: Logger = silentLogger,
): Promise<ClusterConnection> {
  return connectKafka(
    { brokers: ['simulated:9092'], clientId: host.name, socketFactory: cluster.socketFactory(host) },
    log,
  );
}
