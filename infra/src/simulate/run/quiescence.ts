import { READ_BY, type ServiceName } from './serviceProcess';
import type { Run } from './simulateSeed';

/** True where every record that the services read was committed once (a commit may go back) and nobody restores. */
export function isQuiet(run: Run): boolean {
  return (
    openPlaces(run).length === 0 && run.fleet.alive().every(({ service }) => service?.health().ready === true)
  );
}

/** For a report: what keeps the run from being quiet. */
export function whatIsOpen(run: Run): string {
  const services = run.fleet
    .alive()
    .filter(({ service }) => service?.health().ready !== true)
    .map(
      ({ process, service, ended }) => `${process.name} ${JSON.stringify(service?.health().detail ?? ended)}`,
    );
  return [...openPlaces(run), ...services].join('; ');
}

function openPlaces({ cluster, reached }: Run): string[] {
  const open: string[] = [];
  for (const service of Object.keys(READ_BY) as ServiceName[]) {
    for (const topic of READ_BY[service]) {
      for (const [partition, log] of cluster.topics.all(topic).entries()) {
        const committed = reached.get(`${service} ${topic}/${partition}`) ?? 0;
        if (log.endOffset > committed)
          open.push(`${service} at ${committed} of ${log.endOffset} in ${topic}/${partition}`);
      }
    }
  }
  return open;
}
