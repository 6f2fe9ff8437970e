import { collectProcessMetrics, createMetrics, LATENCY_BUCKETS_S, Registry } from './metrics';

describe('metrics', () => {
  test('services in one process share a registry and keep apart by their label', async () => {
    const registry = new Registry();
    for (const service of ['intake', 'detector']) {
      createMetrics(service, registry).counter('sluice_records_total', 'Records read.', ['topic']).add(2, {
        topic: 'transfers',
      });
    }
    const text = await registry.metrics();
    expect(text).toContain('sluice_records_total{service="intake",topic="transfers"} 2');
    expect(text).toContain('sluice_records_total{service="detector",topic="transfers"} 2');
  });

  test('asking twice for a metric gives the same one', async () => {
    const metrics = createMetrics('detector');
    metrics.counter('sluice_holds_total', 'Holds.').add();
    metrics.counter('sluice_holds_total', 'Holds.').add();
    expect(await metrics.registry.metrics()).toContain('sluice_holds_total{service="detector"} 2');
  });

  test('the same name for another kind is a bug, and so is a name of another family', () => {
    const metrics = createMetrics('detector');
    metrics.counter('sluice_lag', 'Lag.');
    expect(() => metrics.gauge('sluice_lag', 'Lag.')).toThrow('already there as another kind');
    expect(() => metrics.gauge('lag', 'Lag.')).toThrow('must be named sluice_');
  });

  test('the lag of a lost partition is forgotten', async () => {
    const metrics = createMetrics('detector');
    const lag = metrics.gauge('sluice_lag_records', 'Lag.', ['partition']);
    lag.set(7, { partition: 3 });
    expect(await metrics.registry.metrics()).toContain('partition="3"} 7');
    lag.remove({ partition: 3 });
    expect(await metrics.registry.metrics()).not.toContain('partition="3"');
  });

  test('a decision in 40 ms falls into the bucket up to 50 ms', async () => {
    const metrics = createMetrics('detector');
    metrics.histogram('sluice_decision_seconds', 'Time to decide.', LATENCY_BUCKETS_S).observe(0.04);
    const text = await metrics.registry.metrics();
    expect(text).toContain('sluice_decision_seconds_bucket{le="0.025",service="detector"} 0');
    expect(text).toContain('sluice_decision_seconds_bucket{le="0.05",service="detector"} 1');
  });

  test("the process's own figures are collected once", async () => {
    const registry = new Registry();
    collectProcessMetrics(registry);
    expect(() => collectProcessMetrics(registry)).not.toThrow();
    expect(await registry.metrics()).toContain('process_cpu_seconds_total');
  });
});
