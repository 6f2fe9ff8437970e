import { useStack } from '../testing/sharedStack';
import { cpuBetween, cpuNow } from './measuring/cpuByService';
import { type BenchPipeline, startBenchPipeline } from './pipeline/benchPipeline';
import { longestPauses } from './pipeline/eventLoop';
import { untilRecorded } from './pipeline/recorderLag';
import { runBacklog } from './pipeline/runBacklog';
import { runLoad } from './pipeline/runLoad';

jest.setTimeout(180_000);

describe('the bench on a small scale', () => {
  const stack = useStack({ own: true });
  let pipeline: BenchPipeline;

  beforeAll(async () => {
    pipeline = await startBenchPipeline({
      stack: stack(),
      accounts: 2_000,
      masterData: true,
      say: () => undefined,
    });
  });
  afterAll(async () => {
    await pipeline?.stop();
  });

  it('decides a backlog, one decision a transfer, and says what each process used for it', async () => {
    const round = await runBacklog(pipeline, 4_000);
    expect(Object.values(round.outcomes).reduce((sum, count) => sum + count, 0)).toBe(4_000);
    expect(round.seconds).toBeGreaterThan(0);
    expect(round.secondsFromLaunch).toBeGreaterThanOrEqual(round.seconds);
    if (process.platform === 'linux')
      expect(Math.min(round.cpu.detector, round.cpu.intake, round.cpu.broker)).toBeGreaterThan(0);
    await untilRecorded(pipeline.processes, 60_000);
  });

  it('answers every transfer of an open-loop load, one account taking a fifth of it', async () => {
    const before = cpuNow();
    const measured = await runLoad(pipeline, {
      ratePerSecond: 200,
      warmUpSeconds: 1,
      seconds: 3,
      hotShare: 0.2,
      answeredBy: 'DECISION',
    });
    expect(measured).toMatchObject({ transfers: 800, missing: 0, repeated: 0, received: { count: 600 } });
    expect(measured.received.p50).toBeGreaterThan(0);
    expect(measured.received.p99).toBeLessThan(10_000);
    // A decision is appended before it is read; the broker's clock shows whole ms.
    expect(measured.appended.p50).toBeLessThanOrEqual(measured.received.p50 + 1);
    if (process.platform === 'linux') expect(cpuBetween(before, cpuNow()).detector).toBeGreaterThan(0);
    expect((await longestPauses(pipeline.processes, ['detector'])).detector).toBeGreaterThan(0);
  });

  it('sees the stop-payment of each transfer to a blocked account', async () => {
    const measured = await runLoad(pipeline, {
      ratePerSecond: 100,
      warmUpSeconds: 0,
      seconds: 4,
      blockedShare: 0.1,
      answeredBy: 'STOP_PAYMENT',
    });
    expect(measured.received.count).toBeGreaterThan(10);
    expect(measured.received.count).toBeLessThan(100);
  });
});
