import type { PipelineProcesses, ServiceName } from '../../pipeline/processes';

/** The longest pauses of each service's event loop since they were last asked for, ms; null where a service does not say. */
export async function longestPauses(
  processes: PipelineProcesses,
  names: readonly ServiceName[],
): Promise<Readonly<Record<string, number | null>>> {
  const asked = await Promise.all(
    names.map(async (name) => {
      const texts = await processes.metrics(name);
      const pauses = texts.map((text) => metricOf(text, 'nodejs_eventloop_lag_max_seconds'));
      const known = pauses.filter((pause) => pause !== null);
      return [name, known.length === 0 ? null : Math.round(Math.max(...known) * 10_000) / 10] as const;
    }),
  );
  return Object.fromEntries(asked);
}

/** The value of a metric in Prometheus text, summed over its labels; null where it is not there. */
export function metricOf(text: string, name: string): number | null {
  let sum: number | null = null;
  for (const line of text.split('\n')) {
    if (!line.startsWith(name)) continue;
    const rest = line.slice(name.length);
    if (!rest.startsWith(' ') && !rest.startsWith('{')) continue;
    sum = (sum ?? 0) + Number(rest.slice(rest.lastIndexOf(' ') + 1));
  }
  return sum;
}
