import { createLogger } from '@sluice/observability';
import { DAY } from '@sluice/scenarios';
import { onStopRequest, type Stack, StackError, startStack } from '../stack';
import { demoOptions } from './options';
import { runDemo } from './runDemo';

/** Ctrl-C before the end of the run. */
class Stopped extends Error {}

async function main(): Promise<void> {
  const options = demoOptions(process.argv.slice(2));
  // With --json the last line of standard output is the totals; the story goes there as well, before it.
  const out = process.stdout;
  const say = (sentence: string): void => void out.write(`${sentence}\n`);
  const abort = new AbortController();
  let stack: Stack | null = null;
  let stopped: () => void = () => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  onStopRequest(() => {
    abort.abort();
    stopped();
  });

  say('Starting Kafka, the schema registry and PostgreSQL …');
  try {
    stack = await startStack({ onProgress: say, signal: abort.signal });
    const log = createLogger('demo', 'error');
    const run = await Promise.race([
      runDemo(stack, options, log, out),
      stopRequested.then(() => {
        throw new Stopped('The demo was stopped before its end.');
      }),
    ]);
    for (const problem of run.problems) process.stderr.write(`NOT AS IT SHOULD BE: ${problem}\n`);
    if (!options.once) {
      say(`Next, in another terminal (the stack stays up until Ctrl-C):`);
      for (const [name, value] of Object.entries(stack.env)) say(`  export ${name}=${value}`);
      const day = (agoMs: number): string => new Date(Date.now() - agoMs).toISOString().slice(0, 10);
      say('  npm run case -- list');
      say('  npm run case -- show R-1');
      say(`  npm run report -- frozen-payments --from ${day(2 * DAY)} --to ${day(-DAY)}`);
      say('  (the synthetic core goes on obeying orders: npm run order -- --help)');
      await stopRequested;
    }
    await run.stop();
    if (options.json) say(JSON.stringify(run.totals));
    process.exitCode = run.problems.length === 0 ? 0 : 1;
  } catch (error) {
    const sentence = sentenceOf(error);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = 1;
  } finally {
    await stack?.stop();
  }
  process.exit();
}

function sentenceOf(error: unknown): string {
  if (error instanceof StackError) return `${error.code}: ${error.message}`;
  if (error instanceof Stopped) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main();
