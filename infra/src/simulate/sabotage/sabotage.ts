import type { ClusterConnection } from '@sluice/stream-runtime';
import type { SimulatedCluster, SimulatedHost } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** One way to break the runtime on purpose, from outside: production code has no seam for it. */
export interface Sabotage {
  readonly name: string;
  /** Wraps what a service connects through. */
  connection?(
    connection: ClusterConnection,
    at: { cluster: SimulatedCluster; host: SimulatedHost },
  ): ClusterConnection;
  /** Replaces something for the time of a run; the returned function puts it back. */
  install?(): () => void;
}
