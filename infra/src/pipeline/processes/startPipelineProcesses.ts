import { mkdirSync } from 'node:fs';
import { CLOCK_FILE_VARIABLE } from '@sluice/observability';
import type { SignalName } from '../../stack/process/guardedProcess';
import {
  PARTITIONS_EMBEDDED,
  type PipelineOptions,
  preparePipeline,
  type SharedParts,
} from '../preparePipeline';
import type { RunningPipeline, ServiceHealth } from '../runningPipeline';
import { requireBundles } from './bundles';
import { type Death, type Instance, instanceOf } from './instance';
import { intakeCountsOf } from './intakeCountsOf';
import { NICENESS_DEFAULT, SERVICE_NAMES, type ServiceName } from './serviceProgram';

export interface PipelineProcessesOptions extends Omit<PipelineOptions, 'clock'> {
  /** Folder of the services' logs, one file an instance. */
  readonly folder: string;
  /** How many processes of a service; default 1 of each, 0 leaves one out. */
  readonly instances?: Partial<Readonly<Record<ServiceName, number>>>;
  /** File of a faster clock (see `writeClockFile`); default: the wall's clock. */
  readonly clockFile?: string;
  /** Starts again what has died, as a cluster would. Default: a death is a failure. */
  readonly supervised?: boolean;
  /** Nice values by service, 0 to 19; see NICENESS_DEFAULT. */
  readonly niceness?: Partial<Readonly<Record<ServiceName, number>>>;
  /** Added to every service's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly logLevel?: string;
  /** Told in one line where the services had to be built. */
  readonly onProgress?: (sentence: string) => void;
  /** Longest wait for all to be ready, ms; default 120 s. */
  readonly readyMsMax?: number;
}

/** Each service as a process of its own, run from its bundle; none outlives this process. */
export interface PipelineProcesses extends RunningPipeline {
  /** Every instance, in the order in which they were added. */
  instances(name?: ServiceName): readonly Instance[];
  /** Leaves within 10 s, starts again, and is ready. Without `title`, every instance of the service one after the other. */
  restart(name: ServiceName, title?: string): Promise<void>;
  /** Sends a signal to one instance, the first unless `title` names one; default KILL. */
  kill(name: ServiceName, signal?: SignalName, title?: string): void;
  /** One more instance; resolves once it is ready. */
  add(name: ServiceName): Promise<Instance>;
  /** Takes the newest instance of a service away; it leaves within 10 s. */
  remove(name: ServiceName): Promise<void>;
  /** Everything that died without having been told to leave. */
  deaths(): readonly Death[];
  /** Prometheus text of every instance of a service that answers. */
  metrics(name: ServiceName): Promise<readonly string[]>;
}

const READY_MS_MAX = 120_000;

/** Topics, schemas and tables first, then every service as a process; resolves when all are ready. */
export async function startPipelineProcesses(options: PipelineProcessesOptions): Promise<PipelineProcesses> {
  const [shared] = await Promise.all([
    preparePipeline(options),
    requireBundles(options.onProgress ?? (() => undefined)),
  ]);
  mkdirSync(options.folder, { recursive: true });
  const pipeline = processesOf(options, shared);
  try {
    const wanted = SERVICE_NAMES.flatMap((name) =>
      Array.from({ length: options.instances?.[name] ?? 1 }, () => name),
    );
    await Promise.all(wanted.map((name) => pipeline.add(name)));
    return pipeline;
  } catch (error) {
    await pipeline.stop();
    throw error;
  }
}

function processesOf(options: PipelineProcessesOptions, shared: SharedParts): PipelineProcesses {
  const env = environmentOf(options);
  const deaths: Death[] = [];
  const numbers = new Map<ServiceName, number>();
  let all: readonly Instance[] = [];
  const of = (name?: ServiceName): readonly Instance[] =>
    name === undefined ? all : all.filter(({ service }) => service === name);
  const one = (name: ServiceName, title?: string): Instance => {
    const found = of(name).find((instance) => title === undefined || instance.title === title);
    if (found === undefined) throw new RangeError(`no instance ${title ?? name} runs`);
    return found;
  };
  const readyMsMax = options.readyMsMax ?? READY_MS_MAX;
  let stopping: Promise<void> | null = null;
  const stopAll = async (): Promise<void> => {
    await Promise.all(all.map((instance) => instance.stop()));
    await shared.store.close();
    await shared.connection.close();
  };

  const pipeline: PipelineProcesses = {
    ...shared,
    instances: of,
    deaths: () => deaths,
    async health(name): Promise<readonly ServiceHealth[]> {
      const asked = await Promise.all(of(name).map((instance) => instance.health()));
      return asked.map((health) => health ?? { ready: false, detail: {} });
    },
    async metrics(name) {
      const asked = await Promise.all(of(name).map((instance) => instance.metrics()));
      return asked.filter((text) => text !== null);
    },
    intakeCounts: async () => intakeCountsOf(await pipeline.health('intake')),
    failure() {
      for (const instance of all) {
        const failure = instance.failure();
        if (failure !== null) return `${instance.title}: ${failure}`;
      }
      return null;
    },
    kill: (name, signal = 'KILL', title) => one(name, title).signal(signal),
    async restart(name, title) {
      const chosen = title === undefined ? of(name) : [one(name, title)];
      for (const instance of chosen) {
        await instance.stop();
        await instance.start();
        await instance.untilReady(readyMsMax);
      }
    },
    async add(name) {
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      const instance = instanceOf({
        service: name,
        title: number === 1 ? name : `${name}-${number}`,
        folder: options.folder,
        env,
        niceness: options.niceness?.[name] ?? NICENESS_DEFAULT[name],
        supervised: options.supervised ?? false,
        onDeath: (death) => deaths.push(death),
      });
      all = [...all, instance];
      await instance.start();
      await instance.untilReady(readyMsMax);
      return instance;
    },
    async remove(name) {
      const leaving = of(name).at(-1);
      if (leaving === undefined) throw new RangeError(`no instance of ${name} runs`);
      all = all.filter((instance) => instance !== leaving);
      await leaving.stop();
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
  return pipeline;
}

function environmentOf(options: PipelineProcessesOptions): Readonly<Record<string, string>> {
  const { addresses } = options;
  const horizonMs = options.idTable?.horizonMs;
  return {
    KAFKA_BROKERS: addresses.brokers.join(','),
    SCHEMA_REGISTRY_URL: addresses.registryUrl,
    DATABASE_URL: addresses.databaseUrl,
    SLUICE_PARTITIONS: String(options.partitions ?? PARTITIONS_EMBEDDED),
    SLUICE_POLICY: options.policy ?? '',
    SLUICE_ID_HORIZON_HOURS: horizonMs === undefined ? '' : String(Math.ceil(horizonMs / 3_600_000)),
    [CLOCK_FILE_VARIABLE]: options.clockFile ?? '',
    // The embedded broker allows it (group.min.session.timeout.ms).
    KAFKA_SESSION_TIMEOUT_MS: '3000',
    LOG_LEVEL: options.logLevel ?? 'info',
    ...options.env,
  };
}
