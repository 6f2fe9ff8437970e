import { createMetrics, Registry } from '@sluice/observability';
import { intakeOn, memoryCluster, publish, until } from './testing/memoryIntake';

it('the metrics of intake count records by what they became and dead letters by code', async () => {
  const kafka = memoryCluster(() => 1_000_000);
  const registry = new Registry();
  const intake = await intakeOn(kafka, { metrics: createMetrics('intake', registry) });
  const settled = { status: 'SETTLED' as const, statusAt: 5, bookedAt: 5 };
  publish(kafka, { transferId: 'T1' }, { transferId: 'T1' }, { transferId: 'T1', ...settled });
  publish(kafka, { transferId: 'T2', amountMinor: 0 }, { transferId: 'T3', currency: 'QQQ' });
  publish(kafka, { transferId: 'T4', amountMinor: -1 }, { transferId: 'T5', status: 'REJECTED' });
  const { counts } = intake;
  await until(
    'all were read',
    () => counts.deadLetters === 3 && counts.ledgerOnly === 1 && counts.statuses === 1,
  );
  await intake.stop();
  const shown = await registry.metrics();
  for (const [kind, count] of Object.entries({
    debit: 1,
    status: 1,
    'ledger-only': 1,
    duplicate: 1,
    history: 0,
  }))
    expect(shown).toContain(`sluice_intake_records_total{service="intake",kind="${kind}"} ${count}`);
  expect(shown).toContain('sluice_dead_letters_total{service="intake",code="AMOUNT_OUT_OF_RANGE"} 2');
  expect(shown).toContain('sluice_dead_letters_total{service="intake",code="CURRENCY_UNKNOWN"} 1');
  expect(shown).toMatch(/sluice_id_bytes\{service="intake"\} [1-9]/);
  expect(shown).toContain('sluice_lag_records{service="intake"} 0');
});
