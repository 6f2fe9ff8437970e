import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { fixedPortsFrom, PORT_VARIABLES } from './ports';
import type { Stack } from './stack';
import { StackError } from './stackError';
import { startStack } from './startStack';
import { onStopRequest } from './stopRequest';

// `npm run stack`: keeps a stack up until it is told to stop. What it says goes to standard error, and the lines to
// export to standard output.

const EXIT_CODE_FAILED = 1;
// As a shell tells of a program that Ctrl-C has ended.
const EXIT_CODE_INTERRUPTED = 130;

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

async function main(): Promise<void> {
  const began = Date.now();
  const given = new AbortController();
  let stack: Stack | null = null;
  let isStopping = false;

  async function stop(exitCode: number): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    given.abort();
    if (stack === null) return;
    say('Stopping …');
    await stack.stop();
    say(`Stopped; the data stay in ${stack.dataDir}.`);
    process.exit(exitCode);
  }

  onStopRequest(() => void stop(0));
  const dataDir = process.env.SLUICE_STACK_DATA || join(ROOT, '.data', 'stack');
  say(`Starting Kafka, the schema registry and PostgreSQL on ${dataDir} …`);
  try {
    stack = await startStack({
      dataDir,
      ports: fixedPortsFrom(process.env),
      signal: given.signal,
      onProgress: say,
      onUnexpectedEnd: (error) => {
        say(`${error.code}: ${error.message}`);
        void stop(EXIT_CODE_FAILED);
      },
    });
  } catch (error) {
    if (isStopping) process.exit(EXIT_CODE_INTERRUPTED);
    if (!(error instanceof StackError)) throw error;
    say(`${error.code}: ${error.message}`);
    process.exit(EXIT_CODE_FAILED);
  }
  say(
    `Up after ${((Date.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops it; the data stay. Logs: ${join(dataDir, 'logs')}.`,
  );
  say(`Other ports: ${Object.values(PORT_VARIABLES).join(', ')}; another folder: SLUICE_STACK_DATA.`);
  say('In another terminal:');
  for (const [name, value] of Object.entries(stack.env)) process.stdout.write(`export ${name}=${value}\n`);
}

void main();
