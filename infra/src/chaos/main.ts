import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { BuildError } from '../pipeline/processes';
import { onStopRequest, type Stack, StackError, startStack } from '../stack';
import { chaosOptions } from './options';
import type { ChaosResult } from './result';
import { runChaos } from './runChaos';

async function main(): Promise<void> {
  const options = chaosOptions(process.argv.slice(2));
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  mkdirSync(join(ROOT, '.data'), { recursive: true });
  const dataDir = mkdtempSync(join(ROOT, '.data', 'chaos-'));
  let stack: Stack | null = null;
  let clean = false;
  const abort = new AbortController();
  onStopRequest(() => {
    abort.abort();
    process.stderr.write(`Stopped before its end; the data and logs so far stay in ${dataDir}.\n`);
    void (stack?.stop() ?? Promise.resolve()).finally(() => process.exit(1));
  });
  try {
    say('Starting Kafka, the schema registry and PostgreSQL …');
    // Durable, unlike the demo's: what a crash may take from a server that need not keep its data is no finding.
    stack = await startStack({ dataDir, ephemeral: false, onProgress: say, signal: abort.signal });
    const result = await runChaos(stack, options, say);
    for (const line of summary(result)) say(line);
    for (const sentence of result.sentences) process.stderr.write(`NOT AS IT SHOULD BE: ${sentence}\n`);
    clean = result.differences === 0;
    process.exitCode = clean ? 0 : 1;
    if (options.json) say(JSON.stringify(result));
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  } finally {
    await stack?.stop();
    if (clean && !options.keep) rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
    else process.stderr.write(`The data and logs of this run stay in ${dataDir}.\n`);
  }
  process.exit();
}

function summary(result: ChaosResult): string[] {
  const { recoverySeconds: first, recoveryEverywhereSeconds: everywhere, latencyMs } = result;
  return [
    `${result.faults} faults: ${Object.entries(result.byKind)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    `Published ${result.published} records, ${result.transfers} transfers at ${result.transfersPerSecond}/s; decided ${result.decided}, missing ${result.missing}, twice ${result.twice}, invented ${result.invented} (${result.repeated} came again with the same bytes)`,
    `Stop-payment commands ${result.commands}, seen twice ${result.commandsTwice}; ${result.stopPaymentEvents} steps; dead letters ${result.deadLetters}, all explained unless said below`,
    `Postgres: ${Object.entries(result.rows)
      .map(([table, { expected, found }]) => `${table} ${found} of ${expected}`)
      .join(', ')}`,
    `Recovery cases ${result.cases}, off ${result.unbalancedCases}`,
    `From a kill of detector, intake or broker to the next decision: median ${first.median} s, longest ${first.max} s; in every partition: median ${everywhere.median} s, longest ${everywhere.max} s`,
    `Publish → decision with faults: p50 ${latencyMs.p50} ms, p99 ${latencyMs.p99} ms, longest ${latencyMs.max} ms`,
    result.differences === 0
      ? 'Nothing lost, nothing twice.'
      : `${result.differences} differences, of which the first are named below.`,
  ];
}

function sentenceOf(error: unknown): string {
  if (error instanceof StackError) return `${error.code}: ${error.message}`;
  if (error instanceof BuildError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main();
