import { createEventCodec } from '@sluice/event-codec';
import { runClockOrExit } from '@sluice/observability';
import { runService } from '@sluice/stream-runtime';
import { policyOrExit, startStopPayment } from '.';

const policy = policyOrExit(process.env);
const clock = runClockOrExit(process.env);

void runService('stop-payment', ['registry'], async ({ settings, connection, log, metrics }) =>
  startStopPayment({
    connection,
    log,
    metrics,
    policy,
    clock,
    codec: await createEventCodec({ registry: settings.registry }),
  }),
);
