import { startDetector } from '@sluice/detector';
import { TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import { startIntake } from '@sluice/intake';
import type { ClusterConnection, Logger } from '@sluice/stream-runtime';
import type { SimulatedHost } from '@sluice/stream-runtime/src/testing/simulatedKafka';
import type { SimulatedProcess } from '../world/simulatedProcess';

export type ServiceName = 'intake' | 'detector';

/** What runs in a process: what the health endpoint would show, and the clean end. */
export interface RunningService {
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

export interface ServiceParts {
  readonly codec: EventCodec;
  readonly partitions: number;
  readonly logOf: (host: SimulatedHost) => Logger;
  /** Entries or records of a partition after which a service begins an image of it. */
  readonly imageEntries: number;
  readonly connect: (host: SimulatedHost) => Promise<ClusterConnection>;
}

/** One process of a service, from its start to its end. */
export interface ServiceProcess {
  readonly name: ServiceName;
  readonly process: SimulatedProcess;
  service: RunningService | null;
  /** Why it ended by itself, as a process does whose start fails. */
  ended: string | null;
  stopping: boolean;
}

const UNKNOWN_SCHEMA_PAUSE_MS = 300;
const STOP_MS_MAX = 10_000;

/** Starts the service as its main does: connect, then start. */
export function startService(
  name: ServiceName,
  process: SimulatedProcess,
  parts: ServiceParts,
): ServiceProcess {
  const running: ServiceProcess = { name, process, service: null, ended: null, stopping: false };
  const start = async (): Promise<RunningService> => {
    const connection = await parts.connect(process);
    const { codec, partitions, imageEntries } = parts;
    const log = parts.logOf(process);
    if (name === 'detector') return startDetector({ connection, codec, log, imageEntries });
    return startIntake({
      connection,
      codec,
      log,
      partitionCount: partitions,
      imageRecords: imageEntries,
      unknownSchemaPauseMs: UNKNOWN_SCHEMA_PAUSE_MS,
    });
  };
  process.receive(0, () => {
    start().then(
      (service) => {
        running.service = service;
      },
      (error: unknown) => {
        running.ended = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        process.kill();
      },
    );
  });
  return running;
}

/** Stops it as SIGTERM does: what has not stopped after 10 s is ended (`runService`). */
export function stopService(running: ServiceProcess): void {
  const { service, process } = running;
  if (service === null || running.stopping) return;
  running.stopping = true;
  process.receive(STOP_MS_MAX, () => process.kill());
  process.receive(0, () => {
    service.stop().then(
      () => process.kill(),
      () => process.kill(),
    );
  });
}

/** What the services read, and their groups. */
export const READ_BY: Readonly<Record<ServiceName, readonly string[]>> = {
  intake: [TOPICS.rules, TOPICS.accounts, TOPICS.watchlist, TOPICS.transferHistory, TOPICS.transfers],
  detector: [TOPICS.legs],
};
