import { SERVICE_NAMES } from '../../pipeline/processes';
import { type ChildProcessInfo, processTree } from './processTree';

/** Whose CPU time it is; `load` is what publishes and reads for the bench. */
export const CPU_OWNERS = [...SERVICE_NAMES, 'broker', 'registry', 'postgres', 'load', 'other'] as const;
export type CpuOwner = (typeof CPU_OWNERS)[number];
export type CpuTimes = Readonly<Record<CpuOwner, number>>;

/** CPU time of everything below this process so far, µs, by owner. */
export function cpuNow(): CpuTimes {
  return sumByOwner(processTree(process.pid));
}

/** What was used between two readings, µs; a process that has ended between them does not count below zero. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return timesOf((owner) => Math.max(0, after[owner] - before[owner]));
}

export function sumByOwner(processes: readonly ChildProcessInfo[]): CpuTimes {
  const times = new Map<CpuOwner, number>();
  const owners = new Map(processes.map((one) => [one.pid, ownerOf(one.commandLine)]));
  for (const one of processes) {
    const owner = owners.get(one.pid) ?? 'other';
    // PostgreSQL serves each connection by a child, which may have ended.
    const ended = owner === 'postgres' ? one.endedMicroseconds : 0;
    times.set(owner, (times.get(owner) ?? 0) + one.cpuMicroseconds + ended);
  }
  return timesOf((owner) => times.get(owner) ?? 0);
}

function timesOf(time: (owner: CpuOwner) => number): CpuTimes {
  // Every owner is in the list that the record is made of.
  return Object.fromEntries(CPU_OWNERS.map((owner) => [owner, time(owner)])) as CpuTimes;
}

export function ownerOf(commandLine: string): CpuOwner {
  const service = SERVICE_NAMES.find((name) => commandLine.includes(`services/${name}/dist/`));
  if (service !== undefined && !commandLine.startsWith('/bin/sh')) return service;
  if (/\bkafka\.Kafka\b/.test(commandLine)) return 'broker';
  if (/\bpostgres\b/.test(commandLine) && !/\bsh\b/.test(commandLine.split(' ')[0] ?? '')) return 'postgres';
  if (/\bjava\b/.test(commandLine)) return 'registry';
  return commandLine.includes('dist/bench/') ? 'load' : 'other';
}
