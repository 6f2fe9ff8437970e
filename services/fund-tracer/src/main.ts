import { createEventCodec } from '@sluice/event-codec';
import { runClockOrExit } from '@sluice/observability';
import { runService } from '@sluice/stream-runtime';
import { startFundTracer } from '.';

const clock = runClockOrExit(process.env);

void runService('fund-tracer', ['registry', 'database'], async ({ settings, connection, log, metrics }) =>
  startFundTracer({
    connection,
    log,
    clock,
    metrics,
    codec: await createEventCodec({ registry: settings.registry }),
    database: { databaseUrl: settings.database.url },
  }),
);
