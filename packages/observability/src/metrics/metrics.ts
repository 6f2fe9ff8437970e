import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export { Registry } from 'prom-client';

type Labels = Readonly<Record<string, string | number>>;

/** Counts up; `labels` must name every label that the counter was made with. */
export interface CounterMetric {
  add(count?: number, labels?: Labels): void;
}
export interface GaugeMetric {
  set(value: number, labels?: Labels): void;
  /** Forgets the values of one set of labels, for example of a partition that was lost. */
  remove(labels: Labels): void;
}
export interface HistogramMetric {
  observe(value: number, labels?: Labels): void;
}

/** Makes the metrics of one service. Asked twice for a name, it gives the same metric. */
export interface Metrics {
  readonly registry: Registry;
  /** `name` begins with `sluice_` and ends in `_total`. */
  counter(name: string, help: string, labels?: readonly string[]): CounterMetric;
  gauge(name: string, help: string, labels?: readonly string[]): GaugeMetric;
  /** `name` ends in the unit, `_seconds` or `_bytes`; `buckets` are upper bounds in that unit. */
  histogram(
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly string[],
  ): HistogramMetric;
}

/** Upper bounds, in seconds, for what happens between a transfer and its decision: 1 ms to 60 s. */
export const LATENCY_BUCKETS_S = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
] as const;

const NAME = /^sluice_[a-z0-9]+(_[a-z0-9]+)*$/;

/**
 * Metrics of `service` in `registry`. Services that are composed into one process share a registry and keep apart by the
 * label `service`, which every metric here has.
 */
export function createMetrics(service: string, registry: Registry = new Registry()): Metrics {
  const labelNames = (labels: readonly string[]): string[] => ['service', ...labels];
  return {
    registry,
    counter: (name, help, labels = []) => {
      const counter = sameOrNew(registry, name, Counter, () => {
        return new Counter({ name, help, labelNames: labelNames(labels), registers: [registry] });
      });
      return { add: (count = 1, given = {}) => counter.inc({ service, ...given }, count) };
    },
    gauge: (name, help, labels = []) => {
      const gauge = sameOrNew(registry, name, Gauge, () => {
        return new Gauge({ name, help, labelNames: labelNames(labels), registers: [registry] });
      });
      return {
        set: (value, given = {}) => gauge.set({ service, ...given }, value),
        remove: (given) => gauge.remove({ service, ...given }),
      };
    },
    histogram: (name, help, buckets, labels = []) => {
      const histogram = sameOrNew(registry, name, Histogram, () => {
        return new Histogram({
          name,
          help,
          buckets: [...buckets],
          labelNames: labelNames(labels),
          registers: [registry],
        });
      });
      return { observe: (value, given = {}) => histogram.observe({ service, ...given }, value) };
    },
  };
}

/** Adds CPU, memory, event-loop and garbage-collection figures of this process, once for a registry. */
export function collectProcessMetrics(registry: Registry): void {
  if (registry.getSingleMetric('process_cpu_seconds_total') === undefined) {
    collectDefaultMetrics({ register: registry });
  }
}

function sameOrNew<M>(
  registry: Registry,
  name: string,
  // prom-client's constructors are generic in their label names; only `instanceof` is asked of it here.
  kind: abstract new (...args: never[]) => M,
  make: () => M,
): M {
  if (!NAME.test(name)) throw new Error(`metric ${name} must be named sluice_…, in lower case`);
  const known: unknown = registry.getSingleMetric(name);
  if (known === undefined) return make();
  if (known instanceof kind) return known;
  throw new Error(`metric ${name} is already there as another kind`);
}
