import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../plain/artifactFolder.cjs';
import { onStopRequest } from '../stack';
import { benchContext } from './context';
import { describeMachine } from './measuring/machine';
import { benchCommand } from './options';
import { measureBacklog } from './parts/backlog';
import { measureEngine } from './parts/engine';
import { measureLatency } from './parts/latency';
import { measureMemory } from './parts/memory';
import { measureRaw } from './parts/raw';
import { measureRecorder } from './parts/recorder';
import { measureRestore } from './parts/restore';
import { measureStopPayment } from './parts/stopPayment';
import { benchmarksPage } from './report/benchmarksPage';
import { figureLines } from './report/figures';
import type { BenchResults } from './results';
import { type Parts, runParts } from './runParts';
import { summaryOf } from './summary';

const PAGE = join('docs', 'benchmarks.md');

const PARTS: Parts = {
  engine: measureEngine,
  raw: measureRaw,
  backlog: measureBacklog,
  recorder: measureRecorder,
  latency: measureLatency,
  'stop-payment': measureStopPayment,
  memory: measureMemory,
  restore: measureRestore,
};

async function main(): Promise<void> {
  const command = benchCommand(process.argv.slice(2));
  // With --json the last line of standard output is the figures; what goes on is told before it.
  const began = Date.now();
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  const sayWhen = (sentence: string): void =>
    say(`${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${sentence}`);
  const context = benchContext({ quick: command.quick, say: sayWhen, profiles: command.profiles });
  let stopping = false;
  onStopRequest(() => {
    stopping = true;
    say('Stopping …');
    void context.reset().finally(() => process.exit(130));
  });
  const machine = describeMachine(began);
  say(
    `${machine.cores} cores (${machine.processor}), load average ${machine.loadAverage}, Node ${machine.node}, Kafka ${machine.kafka}, commit ${machine.commit}`,
  );
  const { parts, failures } = await runParts(PARTS, command.only, context, () => stopping);
  const results: BenchResults = {
    machine,
    quick: command.quick,
    seconds: (Date.now() - began) / 1_000,
    parts,
    failures,
  };
  for (const line of figureLines(results)) say(line);
  if (command.write) {
    writeFileSync(join(ROOT, PAGE), benchmarksPage(results));
    say(`Written: ${PAGE}`);
  }
  for (const { part, sentence } of failures) process.stderr.write(`NOT MEASURED: ${part}: ${sentence}\n`);
  if (command.json) say(JSON.stringify(summaryOf(results)));
  process.exit(failures.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
