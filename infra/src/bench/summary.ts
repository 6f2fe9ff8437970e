import type { BenchResults } from './results';

/** The line that `--json` ends with: medians, null for what was not measured. Rates a second, times in ms or seconds as named. */
export function summaryOf({ machine, quick, seconds, parts, failures }: BenchResults) {
  const { engine, raw, backlog, recorder, latency, memory, restore } = parts;
  const stop = parts['stop-payment'];
  const plain = (rate: number) =>
    latency?.find(({ ratePerSecond, hotShare }) => ratePerSecond === rate && hotShare === 0);
  const percentiles = (rate: number) => {
    const found = plain(rate);
    return found === undefined
      ? null
      : { p50: found.p50.median, p99: found.p99.median, p999: found.p999.median, max: found.max.median };
  };
  const hot = latency?.find(({ hotShare }) => hotShare > 0);
  const pauses = latency?.flatMap(({ rounds }) => rounds.map(({ pausesMs }) => pausesMs.detector ?? 0));
  return {
    engineTransfersPerSecond: rounded(engine?.transfersPerSecond.median),
    engineTransfersPerCpuSecond: rounded(engine?.transfersPerCpuSecond.median),
    backlogTransfersPerSecond: rounded(backlog?.transfersPerSecond.median),
    rawProducePerSecond: rounded(raw?.producePerSecond.median),
    rawConsumePerSecond: rounded(raw?.consumePerSecond.median),
    latencyMs: { '1000': percentiles(1_000), '5000': percentiles(5_000), '10000': percentiles(10_000) },
    hotAccountLatencyMs: hot === undefined ? null : { p50: hot.p50.median, p99: hot.p99.median },
    stopPaymentLatencyMs: stop === undefined ? null : { p50: stop.p50.median, p99: stop.p99.median },
    longestDetectorPauseMs: pauses === undefined ? null : Math.round(Math.max(...pauses) * 10) / 10,
    bytesPerAccount: memory?.at(-1)?.bytesPerAccount ?? null,
    memory: memory ?? null,
    restoreSecondsPerMillionAccounts: restore?.secondsPerMillionAccounts ?? null,
    firstDecisionAfterKillSeconds: restore?.onlyDetectorKilled.first ?? null,
    everyPartitionAfterKillSeconds: restore?.onlyDetectorKilled.everyPartition ?? null,
    everyPartitionAfterKillOfOneOfTwoSeconds: restore?.oneOfTwoKilled.everyPartition ?? null,
    recorderTransfersPerSecond: rounded(recorder?.transfersPerSecond.median),
    recorderTransfersPerSecondDuringBacklog: rounded(backlog?.recorder.transfersPerSecond.median),
    cpuMicrosecondsPerTransfer: backlog?.cpuMicroseconds ?? null,
    quick,
    seconds: Math.round(seconds),
    failures,
    machine,
  };
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value);
}
