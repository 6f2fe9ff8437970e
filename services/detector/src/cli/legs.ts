import { confirmAtTerminal, settingsOrExit } from '@sluice/observability';
import { connectKafkaOrExit } from '@sluice/stream-runtime';
import { legsProgram } from './legsProgram';

void legsProgram({
  connect: () => connectKafkaOrExit(settingsOrExit(['kafka'], 'legs').kafka),
  print: (line) => process.stdout.write(`${line}\n`),
  confirm: confirmAtTerminal,
  now: Date.now,
}).parseAsync();
