import type { SimulatedProcess } from '../world/simulatedProcess';
import {
  type ServiceName,
  type ServiceParts,
  type ServiceProcess,
  startService,
  stopService,
} from './serviceProcess';
import type { Trace } from './trace';

/** All processes of the services, and a supervisor that starts again what ended. */
export interface Fleet {
  start(name: ServiceName): ServiceProcess;
  /** Those that have not ended. */
  alive(name?: ServiceName): readonly ServiceProcess[];
  kill(host: string): void;
  stop(running: ServiceProcess): void;
  /** Every failure of a consumer that a service has shown. */
  failures(): readonly string[];
  /** Starts what is missing; called now and then. */
  supervise(wanted: Readonly<Record<ServiceName, number>>): void;
}

export interface FleetParts extends ServiceParts {
  readonly trace: Trace;
  readonly process: (name: string) => SimulatedProcess;
}

export function fleetOf(parts: FleetParts): Fleet {
  const all: ServiceProcess[] = [];
  const failures = new Set<string>();
  let started = 0;

  const start = (name: ServiceName): ServiceProcess => {
    started += 1;
    const process = parts.process(`${name}-${started}`);
    parts.trace.note(`${process.name} starts`);
    const running = startService(name, process, parts);
    all.push(running);
    return running;
  };
  const alive = (name?: ServiceName): readonly ServiceProcess[] =>
    all.filter((one) => !one.process.dead && (name === undefined || one.name === name));

  return {
    start,
    alive,
    kill(host) {
      all.find(({ process }) => process.name === host)?.process.kill();
    },
    stop: stopService,
    failures() {
      for (const { service, process } of all) {
        const failure = service?.health().detail.failure;
        if (typeof failure === 'string') failures.add(`${process.name}: ${failure}`);
      }
      return [...failures];
    },
    supervise(wanted) {
      for (const name of ['intake', 'detector'] as const) {
        const running = alive(name).filter(({ stopping }) => !stopping);
        for (let missing = wanted[name] - running.length; missing > 0; missing--) start(name);
      }
    },
  };
}
