import { createEventCodec } from '@sluice/event-codec';
import { runClockOrExit } from '@sluice/observability';
import { runService } from '@sluice/stream-runtime';
import { startCaseRecorder } from '.';

const clock = runClockOrExit(process.env);

void runService('case-recorder', ['registry', 'database'], async ({ settings, connection, log, metrics }) =>
  startCaseRecorder({
    connection,
    log,
    metrics,
    clock,
    codec: await createEventCodec({ registry: settings.registry }),
    database: { databaseUrl: settings.database.url },
  }),
);
