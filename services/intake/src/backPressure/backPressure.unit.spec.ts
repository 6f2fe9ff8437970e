import { TOPICS } from '@sluice/domain';
import { createMetrics, Registry } from '@sluice/observability';
import { sleep } from '@sluice/stream-runtime';
import { debitsOf, intakeOn, memoryCluster, publish, until } from '../testing/memoryIntake';
import { OUTSTANDING_FIRST } from './flow';
import { backPressureFrom } from './setting';

const MANY = OUTSTANDING_FIRST + 15_000;

function publishMany(kafka: ReturnType<typeof memoryCluster>): void {
  const transfers = Array.from({ length: MANY }, (_, i) => ({ transferId: `T${i}` }));
  publish(kafka, ...transfers);
}

describe('intake without a detector', () => {
  it('rests after the stated bound, says what it waits for, and goes on without a loss once the detector is there', async () => {
    const kafka = memoryCluster();
    const registry = new Registry();
    const intake = await intakeOn(kafka, { metrics: createMetrics('intake', registry) });
    publishMany(kafka);
    const waitsFor = () => String(intake.health().detail.waitingFor);
    await until('the bound', () => waitsFor().startsWith('waiting for the detector'), 20_000);
    await sleep(300);
    const { debits } = intake.counts;
    // One poll of two partitions may come on top.
    expect(debits).toBeGreaterThan(OUTSTANDING_FIRST - 1_000);
    expect(debits).toBeLessThanOrEqual(OUTSTANDING_FIRST + 1_000);
    await sleep(300);
    expect(intake.counts.debits).toBe(debits);
    await until('it counts as away', () => waitsFor().includes('does not get on'));
    expect(intake.health().ready).toBe(true);

    const detector = await kafka.connect().startConsumer({
      groupId: 'detector',
      topics: [TOPICS.legs],
      handle: async () => undefined,
    });
    await until('the rest', () => intake.counts.debits === MANY, 20_000);
    await until('all is done', () => intake.health().detail.outstanding === 0);
    expect(intake.health().detail.waitingFor).toBeNull();
    expect(new Set(debitsOf(kafka)).size).toBe(MANY);
    await intake.stop();
    await detector.stop();
    const shown = await registry.metrics();
    expect(Number(/sluice_paused_seconds_total\{service="intake"\} (\S+)/.exec(shown)?.[1])).toBeGreaterThan(
      0.5,
    );
    expect(shown).toMatch(/sluice_paused\{service="intake"\} 0/);
    expect(shown).toMatch(/sluice_entries_outstanding\{service="intake"\} 0/);
    expect(shown).toContain(`sluice_intake_records_total{service="intake",kind="debit"} ${MANY}`);
    expect(shown).toContain(`sluice_ids{service="intake"} ${MANY}`);
  }, 60_000);

  it('never rests where back-pressure is off', async () => {
    const kafka = memoryCluster();
    const intake = await intakeOn(kafka, { backPressure: false });
    publishMany(kafka);
    await until('all of it', () => intake.counts.debits === MANY, 20_000);
    await intake.stop();
  }, 60_000);
});

describe('SLUICE_BACK_PRESSURE', () => {
  it.each([
    [undefined, true],
    [' ', true],
    ['on', true],
    ['OFF', false],
  ])('%s means %s', (text, value) => {
    expect(backPressureFrom(text === undefined ? {} : { SLUICE_BACK_PRESSURE: text })).toEqual({
      ok: true,
      value,
    });
  });

  it('is refused in one sentence where it is anything else', () => {
    const setting = backPressureFrom({ SLUICE_BACK_PRESSURE: 'maybe' });
    expect(setting.ok ? '' : setting.problem.sentence).toContain('must be on or off');
  });
});
