import type { CaseStore } from '@sluice/case-store';
import { freshCaseStore } from '@sluice/case-store/src/testing/useCaseStore';
import { TOPICS } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { silentLogger } from '@sluice/stream-runtime';
import * as fc from 'fast-check';
import { type CaseRecorder, startCaseRecorder } from './startCaseRecorder';
import { dumpTables } from './testing/dumpTables';
import { eventfulDay } from './testing/eventfulDay';
import { type HandKafka, handKafka } from './testing/fakeKafka';
import { interleave, type LogPartition } from './testing/memoryLog';

const stack = useStack();

interface Recording {
  readonly store: CaseStore;
  readonly kafka: HandKafka;
  readonly recorder: CaseRecorder;
  close(): Promise<void>;
}

const NOON = Date.UTC(2026, 2, 2, 12);

async function startRecording(on?: CaseStore): Promise<Recording> {
  const store = on ?? (await freshCaseStore(stack()));
  const kafka = handKafka();
  const recorder = await startCaseRecorder({
    connection: kafka.connection,
    codec: offlineEventCodec(),
    database: store,
    log: silentLogger,
    clock: () => NOON,
  });
  return {
    store,
    kafka,
    recorder,
    async close() {
      await recorder.stop();
      await store.close();
    },
  };
}

/** A choice that is made by the numbers of `seed`, over and over. */
function chooser(seed: readonly number[]): (below: number) => number {
  let at = 0;
  return (below) => (seed[at++ % seed.length] ?? 0) % below;
}

async function recordAll(
  { kafka }: Recording,
  log: readonly LogPartition[],
  seed: readonly number[],
): Promise<void> {
  for (const poll of interleave(log, chooser(seed))) await kafka.poll(poll);
}

const IN_ORDER = [0];
const seeds = fc.array(fc.nat({ max: 1_000 }), { minLength: 3, maxLength: 40 });

describe('the recorder', () => {
  it('writes the same rows whatever the interleaving of topics and the cuts of polls', async () => {
    const log = eventfulDay().partitions();
    const reference = await startRecording();
    await recordAll(reference, log, IN_ORDER);
    const expected = await dumpTables(reference.store, 'facts');
    await reference.close();
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const recording = await startRecording();
        try {
          await recordAll(recording, log, seed);
          expect(await dumpTables(recording.store, 'facts')).toEqual(expected);
        } finally {
          await recording.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 300_000);

  it('changes no row when everything is read again from the beginning, in another order', async () => {
    const log = eventfulDay().partitions();
    const recording = await startRecording();
    await recordAll(recording, log, [5, 2, 9, 1]);
    const before = await dumpTables(recording.store, 'everything');
    expect(before.length).toBeGreaterThan(80);
    await recording.store.pool.query('delete from recorder_position');
    const again = await startRecording(recording.store);
    await recordAll(again, log, [1, 0, 3, 7, 4]);
    await again.recorder.stop();
    expect(await dumpTables(recording.store, 'everything')).toEqual(before);
    await recording.close();
  }, 60_000);

  it('goes on from the position that its rows were written with', async () => {
    const log = eventfulDay().partitions();
    const recording = await startRecording();
    expect(await recording.kafka.startOffset(TOPICS.legs, 0)).toBe('earliest');
    await recordAll(recording, log, IN_ORDER);
    for (const records of log) {
      const { topic, partition } = records[0]!;
      expect(await recording.kafka.startOffset(topic, partition)).toBe(BigInt(records.length));
    }
    await recording.close();
  }, 60_000);

  it('writes neither rows nor position of a poll that fails in the middle', async () => {
    const log = eventfulDay().partitions();
    const recording = await startRecording();
    const before = await dumpTables(recording.store, 'everything');
    // The last thing that a poll writes.
    await recording.store.pool.query('alter table recorder_position rename to gone');
    const [poll] = interleave(log, () => 0);
    await expect(recording.kafka.poll(poll!)).rejects.toThrow();
    await recording.store.pool.query('alter table gone rename to recorder_position');
    expect(await dumpTables(recording.store, 'everything')).toEqual(before);
    await recording.close();
  }, 60_000);

  it('writes the same rows when a poll comes again of which one half was written', async () => {
    const log = eventfulDay().partitions();
    const reference = await startRecording();
    await recordAll(reference, log, IN_ORDER);
    const expected = await dumpTables(reference.store, 'facts');
    await reference.close();
    for (const table of ['transfer', 'decision_summary']) {
      const recording = await startRecording();
      const { pool } = recording.store;
      for (const poll of interleave(log, chooser(IN_ORDER))) {
        await pool.query(`alter table ${table} rename to gone`);
        await recording.kafka.poll(poll).catch(() => undefined);
        await pool.query(`alter table gone rename to ${table}`);
        await recording.kafka.poll(poll);
      }
      expect(await dumpTables(recording.store, 'facts')).toEqual(expected);
      await recording.close();
    }
  }, 60_000);

  it('puts what it cannot read and nobody else refuses among the dead letters, once', async () => {
    const log = eventfulDay().partitions();
    const recording = await startRecording();
    await recordAll(recording, log, IN_ORDER);
    const letters = recording.kafka.sent.flatMap(({ topic, records }) =>
      records.map((record) => ({ topic, record })),
    );
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({
      topic: TOPICS.deadLetters,
      record: { value: Buffer.from('no Avro at all') },
    });
    expect(recording.recorder.counts.unreadable).toBe(1);
    await recording.close();
  }, 60_000);
});
