import { TOPICS } from '@sluice/domain';
import { createMetrics, Registry } from '@sluice/observability';
import { sleep } from '@sluice/stream-runtime';
import { debitsOf, intakeOn, memoryCluster, publish, until } from './testing/memoryIntake';

const HOUR_MS = 3_600_000;

describe('an intake that takes over', () => {
  it('knows the ids of before from an image, and reads no record again', async () => {
    const kafka = memoryCluster(() => HOUR_MS);
    const first = await intakeOn(kafka);
    publish(kafka, { transferId: 'T1' }, { transferId: 'T2' }, { transferId: 'T3' });
    await until('counted', () => first.counts.debits === 3);
    await first.stop();
    expect(kafka.records(TOPICS.intakeManifests).map(({ key }) => String(key))).toEqual(
      expect.arrayContaining(['transfers:0']),
    );

    const second = await intakeOn(kafka);
    publish(kafka, { transferId: 'T2' }, { transferId: 'T4' });
    await until('counted', () => second.counts.debits === 1 && second.counts.duplicates === 1);
    expect(second.health().detail).toMatchObject({ idsRemembered: 4 });
    await second.stop();
    expect(debitsOf(kafka)).toEqual(['T1', 'T2', 'T3', 'T4']);
  });

  it('writes images while it works', async () => {
    const kafka = memoryCluster(() => HOUR_MS);
    const registry = new Registry();
    const intake = await intakeOn(kafka, { imageRecords: 5, metrics: createMetrics('intake', registry) });
    const images = () => kafka.records(TOPICS.intakeManifests).length;
    // An image begins after a poll, and one at a time: however slow they are, there is something to poll.
    for (let round = 0; round < 6 || images() < 3; round++) {
      publish(kafka, ...Array.from({ length: 20 }, (_, i) => ({ transferId: `T${round}-${i}` })));
      await until('counted', () => intake.counts.debits === (round + 1) * 20);
    }
    // The metrics look once a second.
    await sleep(1_100);
    expect(await registry.metrics()).toMatch(
      /sluice_checkpoint_age_seconds\{service="intake",topic="transfers",partition="[01]"\} \d/,
    );
    await intake.stop();
    // A transaction that comes to nothing leaves the ids to the next image: a third instance knows all of them.
    kafka.failNextTransaction('intake-transfers-checkpoint-0', 'LOST');
    const again = await intakeOn(kafka);
    publish(kafka, { transferId: 'T0-0' }, { transferId: 'new' });
    await until('counted', () => again.counts.duplicates === 1 && again.counts.debits === 1);
    await again.stop();
    const last = await intakeOn(kafka);
    publish(kafka, { transferId: 'new' }, { transferId: 'T5-19' });
    await until('counted', () => last.counts.duplicates === 2);
    await last.stop();
  });

  it('keeps refused what was refused before, and lets it in again where it is published again', async () => {
    const kafka = memoryCluster(() => HOUR_MS);
    const first = await intakeOn(kafka);
    publish(kafka, { transferId: 'bad', amountMinor: -1 }, { transferId: 'good' });
    await until('counted', () => first.counts.debits === 1 && first.counts.deadLetters === 1);
    await first.stop();
    const second = await intakeOn(kafka);
    publish(kafka, { transferId: 'bad', amountMinor: 1 });
    await until('counted', () => second.counts.debits === 1);
    await second.stop();
    expect(debitsOf(kafka)).toEqual(['bad', 'good']);
  });
});
