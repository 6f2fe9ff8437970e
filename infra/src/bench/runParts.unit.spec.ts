import type { BenchContext } from './context';
import type { MemoryResult } from './parts/memory';
import { type Parts, runParts } from './runParts';

const memory: MemoryResult = [{ accounts: 1_000, days: 8, bytesPerAccount: 600, rssMiB: 90 }];
const fails = async (): Promise<never> => {
  throw new Error('the broker is away');
};
const parts: Parts = {
  engine: fails,
  raw: fails,
  backlog: fails,
  recorder: fails,
  latency: async () => [],
  'stop-payment': fails,
  memory: async () => memory,
  restore: fails,
};

function context(): BenchContext & { readonly said: string[]; resets: number } {
  const said: string[] = [];
  const unused = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  return {
    quick: true,
    said,
    resets: 0,
    say: (sentence) => void said.push(sentence),
    stack: unused,
    pipeline: unused,
    ownPipeline: unused,
    async reset() {
      this.resets += 1;
    },
  };
}

describe('the parts of the bench', () => {
  it('go on after one that failed, which is named with its reason', async () => {
    const told = context();
    const run = await runParts(parts, ['engine', 'memory'], told, () => false);
    expect(run.parts).toEqual({ memory });
    expect(run.failures).toEqual([{ part: 'engine', sentence: 'the broker is away' }]);
    expect(told.said.join('\n')).toContain('engine FAILED: the broker is away');
  });

  it('get a fresh stack after a failure, and what is shared is ended at the end', async () => {
    const told = context();
    await runParts(parts, ['latency', 'raw', 'memory'], told, () => false);
    expect(told.resets).toBe(2);
  });

  it('begin no further one when the run is stopped', async () => {
    const told = context();
    let stopping = false;
    const stops: Parts = {
      ...parts,
      latency: async () => {
        stopping = true;
        return [];
      },
    };
    const run = await runParts(stops, ['latency', 'memory'], told, () => stopping);
    expect(run).toEqual({ parts: { latency: [] }, failures: [] });
  });
});
