import { metricOf } from './eventLoop';

const TEXT = `# HELP nodejs_eventloop_lag_max_seconds The maximum recorded event loop delay.
# TYPE nodejs_eventloop_lag_max_seconds gauge
nodejs_eventloop_lag_max_seconds 0.0123
nodejs_eventloop_lag_max_seconds_other 9
sluice_decisions_total{service="detector",outcome="ALLOW"} 40
sluice_decisions_total{service="detector",outcome="HOLD"} 2
`;

describe('a metric in Prometheus text', () => {
  it('is its value, summed over labels', () => {
    expect(metricOf(TEXT, 'nodejs_eventloop_lag_max_seconds')).toBe(0.0123);
    expect(metricOf(TEXT, 'sluice_decisions_total')).toBe(42);
  });

  it('is null where the service does not have it', () => {
    expect(metricOf(TEXT, 'sluice_decisions')).toBeNull();
  });
});
