import { aDecision, anEntry, aTransfer, MORNING } from '@sluice/case-store/src/testing/builders';
import { createMetrics } from '@sluice/observability';
import { recorderMetrics } from './metrics';
import { noFacts } from './recording/facts';

const decided = (outcome: 'ALLOW' | 'HOLD') => ({
  value: aDecision(aTransfer(), { outcome }),
  appendTime: MORNING,
});

it('the metrics of the recorder tell rows by table, transactions and their time, and the lag', async () => {
  const metrics = createMetrics('case-recorder');
  const recorder = recorderMetrics(metrics);
  const facts = noFacts();
  facts.admitted = 1;
  facts.later.push(anEntry(aTransfer({ transferId: 'T-2' }), { origin: 'STATUS' }));
  facts.decisions.push(decided('ALLOW'), decided('HOLD'));
  facts.leftToOthers = 3;
  recorder.recorded(facts, 0.03);
  recorder.recorded(noFacts(), 0.2);
  let waiting = 17n;
  const end = recorder.observe({ lag: () => waiting, state: () => 'running' });
  const shown = await metrics.registry.metrics();
  for (const line of [
    'sluice_rows_total{service="case-recorder",table="transfer"} 2',
    'sluice_rows_total{service="case-recorder",table="decision_summary"} 2',
    'sluice_decisions_noted_total{service="case-recorder"} 1',
    'sluice_unreadable_total{service="case-recorder"} 3',
    'sluice_transactions_total{service="case-recorder"} 2',
    'sluice_transaction_seconds_bucket{le="0.05",service="case-recorder"} 1',
    'sluice_transaction_seconds_count{service="case-recorder"} 2',
    'sluice_lag_records{service="case-recorder"} 17',
    'sluice_recording{service="case-recorder"} 1',
  ])
    expect(shown).toContain(line);
  waiting = 0n;
  end();
  expect(await metrics.registry.metrics()).toContain('sluice_lag_records{service="case-recorder"} 0');
});
