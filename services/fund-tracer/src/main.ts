import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startFundTracer } from '.';

void runService('fund-tracer', ['registry', 'database'], async ({ settings, connection, log, metrics }) =>
  startFundTracer({
    connection,
    log,
    metrics,
    codec: await createEventCodec({ registry: settings.registry }),
    database: { databaseUrl: settings.database.url },
  }),
);
