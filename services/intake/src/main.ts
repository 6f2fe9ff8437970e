import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startIntake } from '.';
import { idTableOrExit } from './idTableSetting';

const idTable = idTableOrExit(process.env);

void runService('intake', ['registry'], async ({ settings, connection, log }) =>
  startIntake({
    connection,
    log,
    idTable,
    codec: await createEventCodec({ registry: settings.registry }),
    partitionCount: settings.partitions,
  }),
);
