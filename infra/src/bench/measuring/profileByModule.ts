import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

export interface ModuleTime {
  /** Path of the source file, or a name in brackets: `(garbage collector)`, `(program)`, `(node)`. */
  readonly module: string;
  readonly microseconds: number;
}

const SAMPLE_MICROSECONDS = 500;

/** Runs `work` under the sampling profiler; self time by source module of the esbuild bundle `bundleFile`, the dearest first. */
export async function profileByModule(
  bundleFile: string,
  work: () => Promise<void> | void,
): Promise<readonly ModuleTime[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const moduleAt = modulesByLine(readFileSync(bundleFile, 'utf8'));
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  for (const [i, id] of (profile.samples ?? []).entries()) {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') continue;
    const module =
      frame.url === ''
        ? frame.functionName.startsWith('(')
          ? frame.functionName
          : '(engine)'
        : frame.url.startsWith('node:')
          ? '(node)'
          : moduleAt(frame.lineNumber);
    times.set(module, (times.get(module) ?? 0) + Math.max(0, profile.timeDeltas?.[i] ?? 0));
  }
  return [...times]
    .map(([module, microseconds]) => ({ module, microseconds }))
    .sort((a, b) => b.microseconds - a.microseconds);
}

/** esbuild writes each module's path in a comment above its code. Lines count from 0. */
export function modulesByLine(bundle: string): (line: number) => string {
  const starts: { readonly line: number; readonly module: string }[] = [];
  for (const [line, text] of bundle.split('\n').entries()) {
    const found = /^\/\/ ((?:\.\.\/)*[\w@./-]+\.(?:ts|js|cjs|mjs|json))$/.exec(text);
    if (found?.[1] !== undefined) starts.push({ line, module: found[1].replace(/^(?:\.\.\/)+/, '') });
  }
  return (line) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[middle]!.line <= line) low = middle + 1;
      else high = middle;
    }
    return starts[low - 1]?.module ?? '(bundle)';
  };
}
