import { runChild } from '../children/runChild';
import type { BenchContext } from '../context';
import type { EngineMeasurement, EngineSettings } from '../engine/engineSettings';
import type { Outcomes } from '../engine/foldEngine';
import { type Spread, spreadOf } from '../measuring/statistics';
import { PARTITIONS } from '../pipeline/benchPipeline';

/** The detector's fold and sink without Kafka, on one thread. */
export interface EngineResult {
  readonly transfersPerSecond: Spread;
  /** By CPU time of the whole process, the collector's threads included: other work on the machine does not count. */
  readonly transfersPerCpuSecond: Spread;
  readonly accounts: number;
  readonly warmUpTransfers: number;
  readonly bytesOutPerTransfer: number;
  readonly outcomes: Outcomes;
  /** Self time by source module in a profiled round of its own, the dearest first. */
  readonly modules: EngineMeasurement['modules'];
}

const ACCOUNTS = 200_000;
const TRANSFERS_PER_ROUND = 100_000;
const MODULES_SHOWN = 16;

export async function measureEngine({ quick, say }: BenchContext): Promise<EngineResult> {
  const settings: EngineSettings = {
    accounts: ACCOUNTS,
    partitions: PARTITIONS,
    // 200,000 accounts make 2.1 million transfers in 7 days.
    warmUpTransfers: quick ? 700_000 : 2_100_000,
    rounds: quick ? 5 : 9,
    transfersPerRound: TRANSFERS_PER_ROUND,
    transfersPerPoll: 8_000,
    profile: true,
  };
  const measured = await runChild<EngineMeasurement>('engine', settings, { onLine: say });
  const { rounds } = measured;
  return {
    transfersPerSecond: spreadOf(rounds.map(({ seconds }) => TRANSFERS_PER_ROUND / seconds)),
    transfersPerCpuSecond: spreadOf(rounds.map(({ cpuSeconds }) => TRANSFERS_PER_ROUND / cpuSeconds)),
    accounts: measured.accounts,
    warmUpTransfers: settings.warmUpTransfers,
    bytesOutPerTransfer: Math.round(
      spreadOf(rounds.map(({ bytesOut }) => bytesOut)).median / TRANSFERS_PER_ROUND,
    ),
    outcomes: measured.outcomes,
    modules: measured.modules.slice(0, MODULES_SHOWN),
  };
}
