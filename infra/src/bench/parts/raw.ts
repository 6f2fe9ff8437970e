import { runChild } from '../children/runChild';
import type { BenchContext } from '../context';
import { type Spread, spreadOf } from '../measuring/statistics';
import { PARTITIONS } from '../pipeline/benchPipeline';
import type { RawMeasurement, RawSettings } from '../raw/rawSettings';

/** What the bare Kafka client reaches on this machine: the ceiling for what stands on it without other means. */
export interface RawResult {
  readonly producePerSecond: Spread;
  readonly consumePerSecond: Spread;
  readonly valueBytes: number;
}

/** As long as the encoded transfer of the measurements that this machine is compared by. */
const VALUE_BYTES = 182;

export async function measureRaw(context: BenchContext): Promise<RawResult> {
  const { quick, say } = context;
  const stack = await context.stack();
  const settings: RawSettings = {
    brokers: stack.brokers,
    partitions: PARTITIONS,
    valueBytes: VALUE_BYTES,
    recordsPerSend: 2_000,
    records: quick ? 100_000 : 300_000,
    rounds: quick ? 2 : 5,
  };
  const measured = await runChild<RawMeasurement>('raw', settings, { onLine: say });
  return {
    producePerSecond: spreadOf(measured.producePerSecond),
    consumePerSecond: spreadOf(measured.consumePerSecond),
    valueBytes: VALUE_BYTES,
  };
}
