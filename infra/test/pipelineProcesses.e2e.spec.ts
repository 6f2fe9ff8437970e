import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { createLogger } from '@sluice/observability';
import { sleep } from '@sluice/stream-runtime';
import { sql } from 'drizzle-orm';
import { ROOT } from '../plain/artifactFolder.cjs';
import { catchUp } from '../src/pipeline/catchUp';
import { type PipelineProcesses, SERVICE_NAMES, startPipelineProcesses } from '../src/pipeline/processes';
import { processesOf, untilNoProcessOf } from '../src/testing/processes';
import { startProgram } from '../src/testing/program';
import { useStack } from '../src/testing/sharedStack';

jest.setTimeout(240_000);

const LEAVING_MS_MAX = 10_000;

describe('the pipeline as processes', () => {
  const stack = useStack({ own: true });
  let folder: string;
  let pipeline: PipelineProcesses;

  beforeAll(async () => {
    folder = join(stack().dataDir, 'logs', 'services');
    pipeline = await startPipelineProcesses({
      addresses: stack(),
      log: createLogger('test', 'silent'),
      folder,
      partitions: 4,
      supervised: true,
    });
  });
  afterAll(() => pipeline?.stop());

  const publish = async (transferId: string): Promise<void> => {
    const at = Date.now();
    const value = pipeline.codec.transfers.encode(transferOf({ transferId, occurredAt: at, statusAt: at }));
    const producer = await pipeline.connection.producer('test');
    await producer.send([{ topic: TOPICS.transfers, records: [{ key: transferId, value }] }]);
    await producer.close();
  };
  const decided = async (transferId: string): Promise<boolean> => {
    await catchUp(pipeline, 60_000);
    const { rows } = await pipeline.store.db.execute(
      sql`select 1 from decision_summary where transfer_id = ${transferId}`,
    );
    return rows.length === 1;
  };
  const until = async (holds: () => boolean, withinMs: number): Promise<void> => {
    for (const end = Date.now() + withinMs; !holds(); await sleep(50)) {
      if (Date.now() > end) throw new Error(`not within ${withinMs} ms`);
    }
  };

  it('decides a transfer and records it, with health, metrics and a log of each service', async () => {
    await publish('P1');
    expect(await decided('P1')).toBe(true);
    for (const name of SERVICE_NAMES) {
      expect(await pipeline.health(name)).toEqual([expect.objectContaining({ ready: true })]);
      expect((await pipeline.metrics(name))[0]).toContain('process_cpu_seconds_total');
      expect(existsSync(join(folder, `${name}.log`))).toBe(true);
    }
    expect((await pipeline.intakeCounts()).debits).toBe(1);
    expect(pipeline.failure()).toBeNull();
  });

  it('runs what nobody waits for at a lower priority', () => {
    const nicenessOf = (name: string): number => {
      const pid = processesOf(folder)
        .filter((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').startsWith(process.execPath))
        .find((each) => readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(`${name}.log`));
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // proc(5): the nice value is the 19th field, the 17th after the name in parentheses.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    };
    if (process.platform !== 'linux') return;
    expect(nicenessOf('detector')).toBe(0);
    expect(nicenessOf('case-recorder')).toBe(10);
  });

  it('starts again a detector that was killed, and goes on deciding', async () => {
    pipeline.kill('detector');
    await until(() => (pipeline.deaths().at(-1)?.readyAt ?? null) !== null, 30_000);
    const [death] = pipeline.deaths();
    expect(death).toMatchObject({ service: 'detector', title: 'detector', status: 137 });
    expect(death?.readyAt).toBeGreaterThan(death?.at ?? Number.POSITIVE_INFINITY);
    await publish('P2');
    expect(await decided('P2')).toBe(true);
  });

  it('goes on with a second detector, and without it again', async () => {
    const second = await pipeline.add('detector');
    expect(second.title).toBe('detector-2');
    await publish('P3');
    expect(await decided('P3')).toBe(true);
    await pipeline.remove('detector');
    expect(pipeline.instances('detector')).toHaveLength(1);
    await publish('P4');
    expect(await decided('P4')).toBe(true);
  });

  it('leaves a paused service no way to keep the end waiting', async () => {
    pipeline.kill('case-recorder', 'STOP');
    const began = Date.now();
    await pipeline.stop();
    expect(Date.now() - began).toBeLessThan(LEAVING_MS_MAX + 2_000);
    expect(processesOf(folder)).toEqual([]);
  });

  it('does not outlive the process that started it, however that dies', async () => {
    const holder = startProgram(
      process.execPath,
      ['--import', 'tsx', 'infra/src/testing/holdPipeline.ts', folder],
      { cwd: ROOT, env: { ...process.env, ...stack().env, SLUICE_PARTITIONS: '4' } },
    );
    await holder.untilSaid('UP');
    expect(processesOf(folder).length).toBeGreaterThan(SERVICE_NAMES.length);
    holder.child.kill('SIGKILL');
    expect(await untilNoProcessOf(folder, LEAVING_MS_MAX)).toEqual([]);
  });
});
