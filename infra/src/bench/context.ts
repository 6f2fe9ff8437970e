import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Stack, startStack } from '../stack';
import { dataFolder } from './dataFolder';
import { type BenchPipeline, type BenchPipelineOptions, startBenchPipeline } from './pipeline/benchPipeline';

/** What parts of the bench share. */
export interface BenchContext {
  readonly quick: boolean;
  say(sentence: string): void;
  /** A stack as `npm run stack` runs it, started when a part first asks. */
  stack(): Promise<Stack>;
  /** The whole pipeline on that stack, started when a part first asks. */
  pipeline(): Promise<BenchPipeline>;
  /** A pipeline on a stack of its own, which the part stops. */
  ownPipeline(options: Omit<BenchPipelineOptions, 'stack' | 'say'>): Promise<BenchPipeline>;
  /** Ends what is shared: after a failure, the next part gets a new one. */
  reset(): Promise<void>;
}

/** Accounts of the shared pipeline; windows, ids and master data are theirs. */
export const ACCOUNTS = { full: 200_000, quick: 50_000 } as const;

export interface BenchContextOptions {
  readonly quick: boolean;
  readonly say: (sentence: string) => void;
  /** Folder for a CPU profile of each service; null: none. Sampling costs the services some percent. */
  readonly profiles: string | null;
}

export function benchContext({ quick, say, profiles }: BenchContextOptions): BenchContext {
  const env = profilingEnv(profiles);
  let stack: Promise<Stack> | null = null;
  let pipeline: Promise<BenchPipeline> | null = null;

  const ownStack = async (): Promise<Stack> => {
    // With a data folder it is not a throw-away stack of tests: the broker's optimising compiler is on, Postgres syncs.
    const dataDir = dataFolder();
    const started = await startStack({ dataDir, onProgress: say });
    return {
      ...addressesOf(started),
      async stop() {
        await started.stop();
        rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
      },
    };
  };
  const shared = (): Promise<Stack> => {
    stack ??= ownStack();
    return stack;
  };
  return {
    quick,
    say,
    stack: shared,
    pipeline() {
      pipeline ??= shared().then((on) =>
        startBenchPipeline({
          stack: on,
          accounts: quick ? ACCOUNTS.quick : ACCOUNTS.full,
          say,
          masterData: true,
          env,
        }),
      );
      return pipeline;
    },
    async ownPipeline(options) {
      const on = await ownStack();
      try {
        const own = await startBenchPipeline({ env, ...options, stack: on, say });
        return {
          ...own,
          async stop() {
            await own.stop();
            await on.stop();
          },
        };
      } catch (error) {
        await on.stop();
        throw error;
      }
    },
    async reset() {
      const [running, on] = [pipeline, stack];
      pipeline = null;
      stack = null;
      await running?.then((started) => started.stop()).catch(() => undefined);
      await on?.then((started) => started.stop()).catch(() => undefined);
    },
  };
}

/** What makes a service write a CPU profile as it ends. */
function profilingEnv(folder: string | null): Readonly<Record<string, string>> {
  if (folder === null) return {};
  mkdirSync(folder, { recursive: true });
  return {
    NODE_OPTIONS: `--require=${join(__dirname, 'children', 'profileOnExit.cjs')}`,
    SLUICE_BENCH_PROFILES: resolve(folder),
  };
}

/** The addresses of a stack are getters: copied while it runs on fixed ports. */
function addressesOf(stack: Stack): Stack {
  const { brokers, registryUrl, databaseUrl, env, dataDir, kafka, registry, postgres } = stack;
  return {
    brokers,
    registryUrl,
    databaseUrl,
    env,
    dataDir,
    kafka,
    registry,
    postgres,
    stop: () => stack.stop(),
  };
}
