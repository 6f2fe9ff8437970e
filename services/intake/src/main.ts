import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startIntake } from '.';

void runService('intake', ['registry'], async ({ settings, connection, log }) =>
  startIntake({
    connection,
    log,
    codec: await createEventCodec({ registry: settings.registry }),
    partitionCount: settings.partitions,
  }),
);
