import type { Run } from './prepareRun';
import { READ_BY, type ServiceName, type ServiceProcess } from './serviceProcess';

/** True where every record that the services read was committed once (a commit may go back) and nobody restores. */
export function isQuiet(run: Run): boolean {
  return openPlaces(run).length === 0 && run.fleet.alive().every(isSettled);
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

/** A member that lost a partition which was put off shows 'retrying' until its next poll. */
function isSettled({ service }: ServiceProcess): boolean {
  const health = service?.health();
  return health?.ready === true || health?.detail.state === 'retrying';
}
