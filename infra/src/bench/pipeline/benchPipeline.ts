import { join } from 'node:path';
import { type Account, TOPICS, watchlistKey } from '@sluice/domain';
import { createLogger } from '@sluice/observability';
import { catchUp } from '../../pipeline/catchUp';
import { type PipelineProcesses, type ServiceName, startPipelineProcesses } from '../../pipeline/processes';
import type { Stack } from '../../stack';
import { runChild } from '../children/runChild';
import type { PublishMeasurement, PublishSettings } from '../load/loadSettings';
import { type BankOptions, BLOCKED_ACCOUNT, HOT_ACCOUNT, stepMs } from '../traffic/bank';
import { Population } from '../traffic/population';

export const PARTITIONS = 8;
/** Event times begin so long ago and advance with every transfer that is published, up to now at most. */
const PAST_MS = 40 * 86_400_000;
const SEED_MS_MAX = 240_000;

/** The pipeline as `npm run demo` runs it, on a stack as `npm run stack` runs it, with a bank of its own. */
export interface BenchPipeline {
  readonly stack: Stack;
  readonly processes: PipelineProcesses;
  readonly population: Population;
  /** Takes event time for so many transfers, later than all before. */
  plan(transfers: number): Omit<BankOptions, 'population'>;
  publish(transfers: number): Promise<PublishedRun>;
  stop(): Promise<void>;
}

export interface PublishedRun extends PublishMeasurement {
  readonly run: string;
}

export interface BenchPipelineOptions {
  readonly stack: Stack;
  readonly accounts: number;
  readonly say: (sentence: string) => void;
  readonly instances?: Partial<Readonly<Record<ServiceName, number>>>;
  readonly supervised?: boolean;
  /** Added to every service's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Publishes master data of all of our accounts before the first transfer. */
  readonly masterData: boolean;
}

let runs = 0;

/** Starts every service as a process and seeds what intake wants before the first transfer; resolves when all is taken in. */
export async function startBenchPipeline(options: BenchPipelineOptions): Promise<BenchPipeline> {
  const { stack, say } = options;
  const population = new Population(options.accounts);
  let eventTime = Date.now() - PAST_MS;
  const processes = await startPipelineProcesses({
    addresses: stack,
    log: createLogger('bench', 'error'),
    folder: join(stack.dataDir, 'services'),
    supervised: options.supervised ?? false,
    env: options.env ?? {},
    onProgress: say,
    ...(options.instances === undefined ? {} : { instances: options.instances }),
  });
  const cluster = { brokers: stack.brokers, registryUrl: stack.registryUrl };
  const plan = (transfers: number): Omit<BankOptions, 'population'> => {
    const startAt = eventTime;
    eventTime += Math.ceil(transfers * stepMs(population));
    if (eventTime > Date.now())
      throw new RangeError(`${transfers} transfers more would be dated in the future: start a new pipeline`);
    runs += 1;
    return { seed: 1_000 + runs, run: (runs * 65_536 + (process.pid % 65_536)).toString(16), startAt };
  };
  const publish = async (transfers: number, masterData: boolean): Promise<PublishedRun> => {
    const bank = plan(transfers);
    const settings: PublishSettings = { ...cluster, accounts: options.accounts, bank, transfers, masterData };
    return { run: bank.run, ...(await runChild<PublishMeasurement>('publish', settings)) };
  };
  say('All services are up; publishing master data …');
  try {
    await seedSpecialAccounts(processes, population, eventTime);
    if (options.masterData) await publish(0, true);
    if ((options.instances?.['case-recorder'] ?? 1) > 0) await catchUp(processes, SEED_MS_MAX);
    say('Master data is taken in.');
  } catch (error) {
    await processes.stop();
    throw error;
  }
  return {
    stack,
    processes,
    population,
    plan,
    publish: (transfers) => publish(transfers, false),
    stop: () => processes.stop(),
  };
}

/** The account on the watchlist, and the one that takes part in a fifth of the traffic where a part asks for it. */
async function seedSpecialAccounts(
  { connection, codec }: PipelineProcesses,
  population: Population,
  now: number,
): Promise<void> {
  const listing = {
    kind: 'ACCOUNT',
    value: BLOCKED_ACCOUNT,
    disposition: 'BLOCKED',
    perspective: 'BOTH',
    source: 'bench',
    listedAt: now,
    expiresAt: null,
  } as const;
  const hot: Account = {
    ...population.masterDataOf(1, now),
    accountId: HOT_ACCOUNT,
    kind: 'POOLED',
    holderKind: 'COMPANY',
    holderIds: ['H-COLLECTION'],
  };
  const producer = await connection.producer('bench-seed');
  await producer.send([
    {
      topic: TOPICS.watchlist,
      records: [{ key: watchlistKey(listing), value: codec.watchlist.encode(listing) }],
    },
    { topic: TOPICS.accounts, records: [{ key: hot.accountId, value: codec.accounts.encode(hot) }] },
  ]);
  await producer.close();
}
