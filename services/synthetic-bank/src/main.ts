import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { parseArguments } from './parseArguments';
import { planRun } from './planRun';
import { startSyntheticBank } from './startSyntheticBank';

const run = planRun(parseArguments(process.argv));

void runService('synthetic-bank', ['registry'], async ({ settings, connection, log }) => {
  const service = await startSyntheticBank({
    connection,
    log,
    codec: await createEventCodec({ registry: settings.registry }),
    settings: run.settings,
    clock: run.clock,
    onStory: ({ type, at, caseNo }) =>
      log.info({ type, at: new Date(at).toISOString(), caseNo }, 'it happened'),
  });
  log.info({ factor: run.clock.factor, minutes: run.durationMs / 60_000 }, 'the bank lives');
  service.done.then(
    () => log.info({ ...service.statistics() }, 'simulated time has ended'),
    () => undefined,
  );
  return service;
});
