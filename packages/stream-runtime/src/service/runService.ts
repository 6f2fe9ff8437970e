import {
  collectProcessMetrics,
  createLogger,
  createMetrics,
  type Logger,
  type Metrics,
  type Need,
  Registry,
  type Settings,
  serveHealth,
  settingsOrExit,
} from '@sluice/observability';
import { type ClusterConnection, connectKafka } from '../connectKafka';

/** What a service shows of itself and how it is ended. */
export interface RunningService {
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  /** Finish, commit, leave; at most 10 s. */
  stop(): Promise<void>;
}

export interface ServiceParts<N extends Need> {
  readonly settings: Settings<N | 'kafka'>;
  readonly connection: ClusterConnection;
  readonly log: Logger;
  readonly metrics: Metrics;
}

const STOP_MS_MAX = 10_000;

/**
 * Runs one service as a process: settings from the environment (exit code 2 where they are wrong), logger, cluster,
 * `/healthz` `/readyz` `/metrics`, and a clean end on SIGTERM and SIGINT. Never returns before the end.
 */
export async function runService<const N extends readonly Need[]>(
  name: string,
  needs: N,
  start: (parts: ServiceParts<N[number]>) => Promise<RunningService>,
): Promise<void> {
  // The element types of the spread do not reach the result type; what was asked for was parsed.
  const settings = settingsOrExit<readonly Need[]>(['kafka', ...needs], name) as Settings<
    N[number] | 'kafka'
  >;
  const log = createLogger(name, settings.logLevel);
  const registry = new Registry();
  collectProcessMetrics(registry);
  const connection = await connectKafka(settings.kafka, log);
  const service = await start({
    settings,
    connection,
    log,
    metrics: createMetrics(name, registry),
  });
  const health =
    settings.healthPort === null
      ? null
      : await serveHealth({
          port: settings.healthPort,
          // A consumer that a bug has stopped does not come back by itself, but restarting would meet the same record.
          live: () => true,
          ready: () => service.health(),
          metrics: registry,
        });
  log.info({ healthPort: health?.port ?? null }, `${name} started`);

  const end = async (signal: string): Promise<void> => {
    log.info({ signal }, `${name} stopping`);
    const timer = setTimeout(() => process.exit(1), STOP_MS_MAX);
    await service.stop();
    await health?.close();
    await connection.close();
    clearTimeout(timer);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(signal));
}
