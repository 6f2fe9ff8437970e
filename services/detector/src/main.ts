import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startDetector } from '.';

void runService('detector', ['registry'], async ({ settings, connection, log, metrics }) =>
  startDetector({
    connection,
    log,
    metrics,
    codec: await createEventCodec({ registry: settings.registry }),
  }),
);
