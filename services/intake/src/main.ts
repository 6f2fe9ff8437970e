import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { startIntake } from '.';
import { backPressureOrExit } from './backPressure/setting';
import { idTableOrExit } from './idTableSetting';

const idTable = idTableOrExit(process.env);
const backPressure = backPressureOrExit(process.env);

void runService('intake', ['registry'], async ({ settings, connection, log, metrics }) =>
  startIntake({
    connection,
    log,
    metrics,
    idTable,
    backPressure,
    codec: await createEventCodec({ registry: settings.registry }),
    partitionCount: settings.partitions,
  }),
);
