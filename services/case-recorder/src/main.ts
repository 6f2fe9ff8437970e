import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startCaseRecorder } from '.';

void runService('case-recorder', ['registry', 'database'], async ({ settings, connection, log }) =>
  startCaseRecorder({
    connection,
    log,
    codec: await createEventCodec({ registry: settings.registry }),
    database: { databaseUrl: settings.database.url },
  }),
);
