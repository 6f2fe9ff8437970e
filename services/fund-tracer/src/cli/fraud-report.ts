import { createEventCodec } from '@sluice/event-codec';
import { settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { fraudReportProgram } from './fraudReportProgram';
import { lookUpTransfers } from './lookUpTransfers';

const settings = () => settingsOrExit(['kafka', 'registry'], 'fraud-report');

void fraudReportProgram({
  connect: () => connectKafkaOrExit(settings().kafka),
  codec: () => createEventCodec({ registry: settings().registry }),
  lookUp: lookUpTransfers,
  print: (line) => process.stdout.write(`${line}\n`),
  now: Date.now,
}).parseAsync();
