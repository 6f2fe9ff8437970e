import { settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { orderProgram } from './orderProgram';

void orderProgram({
  connect: () => connectKafkaOrExit(settingsOrExit(['kafka'], 'order').kafka),
  print: (line) => process.stdout.write(`${line}\n`),
  now: Date.now,
}).parseAsync(process.argv);
