import type { ClusterConnection, SerialProducer } from '@sluice/stream-runtime';
import type { SimulatedCluster, SimulatedHost } from '@sluice/stream-runtime/src/testing/simulatedKafka';

/** Where a sabotaged service runs. */
export interface SabotagedPlace {
  readonly cluster: SimulatedCluster;
  readonly host: SimulatedHost;
}

/** One way to break the runtime on purpose, from outside: production code has no seam for it. */
export interface Sabotage {
  readonly name: string;
  /** Wraps what a service connects through. */
  connection?(connection: ClusterConnection, at: SabotagedPlace): ClusterConnection;
  /** Replaces something for the time of a run; the returned function puts it back. */
  install?(): () => void;
}

/** A connection whose producers are others. */
export function withProducers(
  connection: ClusterConnection,
  producerOf: (name: string) => Promise<SerialProducer>,
): ClusterConnection {
  return { ...connection, producer: producerOf };
}

/** Puts another method in the place of one of a class, for the time of a run. */
export function replaceMethod<T extends object, K extends keyof T>(
  prototype: T,
  name: K,
  method: T[K],
): () => void {
  const kept = prototype[name];
  prototype[name] = method;
  return () => {
    prototype[name] = kept;
  };
}
