import { confirmAtTerminal, settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { deadLettersProgram } from './deadLettersProgram';

void deadLettersProgram({
  connect: () => connectKafkaOrExit(settingsOrExit(['kafka'], 'dead-letters').kafka),
  print: (line) => process.stdout.write(`${line}\n`),
  confirm: confirmAtTerminal,
}).parseAsync();
