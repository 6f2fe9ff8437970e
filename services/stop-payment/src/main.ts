import { createEventCodec } from '@sluice/event-codec';
import { runService } from '@sluice/stream-runtime';
import { policyOrExit, startStopPayment } from '.';

const policy = policyOrExit(process.env);

void runService('stop-payment', ['registry'], async ({ settings, connection, log, metrics }) =>
  startStopPayment({
    connection,
    log,
    metrics,
    policy,
    codec: await createEventCodec({ registry: settings.registry }),
  }),
);
