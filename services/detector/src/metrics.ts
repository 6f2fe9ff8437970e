import { LATENCY_BUCKETS_S, type Metrics } from '@sluice/observability';
import type { Checkpoints, PolledBatch, RunningConsumer } from '@sluice/stream-runtime';
import type { OwnedPartitions } from './ownedPartitions';
import type { Sink } from './sink';
import { totalsOf } from './totals';

const SAMPLE_MS = 1_000;

export interface DetectorMetrics {
  /** Every output of these batches is acknowledged: from their append to now is the detector's own share of the latency. */
  acknowledged(batches: readonly PolledBatch[]): void;
  stop(): void;
}

export interface Observed {
  readonly owned: OwnedPartitions;
  readonly checkpoints: Checkpoints;
  readonly sink: Sink;
  readonly consumer: () => RunningConsumer | null;
}

/** Shows what the detector does under `/metrics`: sampled every second, so that a transfer costs nothing. */
export function observeDetector(metrics: Metrics, observed: Observed): DetectorMetrics {
  const { owned, checkpoints, sink, consumer } = observed;
  const decisions = metrics.counter('sluice_decisions_total', 'Decisions by outcome.', ['outcome']);
  const repeated = metrics.counter(
    'sluice_entries_repeated_total',
    'Entries of legs applied before, dropped by marks.',
  );
  const late = metrics.counter(
    'sluice_transfers_late_total',
    'Transfers more than an hour behind stream time.',
  );
  const parked = metrics.counter(
    'sluice_entries_parked_total',
    "Entries stepped over by an operator's order.",
  );
  const held = metrics.counter('sluice_held_minor_total', 'Money of transfers decided HOLD, minor units.', [
    'currency',
  ]);
  const latency = metrics.histogram(
    'sluice_detector_latency_seconds',
    'From the append of a frame of legs to the acknowledgement of all that it made.',
    LATENCY_BUCKETS_S,
  );
  const lag = metrics.gauge('sluice_lag_records', 'Frames of legs that wait to be folded.');
  const accounts = metrics.gauge('sluice_accounts', 'Accounts in memory.');
  const stateBytes = metrics.gauge('sluice_state_bytes', 'Bytes of account state.');
  const restoring = metrics.gauge(
    'sluice_partitions_restoring',
    'Partitions that fold again what was folded before.',
  );
  const stopped = metrics.gauge('sluice_partitions_stopped', 'Partitions that cannot go on.');
  const images = metrics.counter('sluice_checkpoints_total', 'Checkpoint images published.');
  const age = metrics.gauge('sluice_checkpoint_age_seconds', 'Since the last image of a partition.', [
    'partition',
  ]);
  const imagedAt = metrics.gauge('sluice_checkpoint_position', 'Offset of legs of the last image.', [
    'partition',
  ]);
  const pieces = metrics.gauge('sluice_checkpoint_pieces', 'Pieces written for the last image.', [
    'partition',
  ]);

  let before = totalsOf(owned);
  let imagesBefore = 0;
  const heldBefore = new Map<string, number>();
  const aged = new Set<number>();

  const sample = (): void => {
    const now = totalsOf(owned);
    // A partition that was lost takes its counts with it; those of the others go on.
    const grown = (count: number, earlier: number): number => Math.max(0, count - earlier);
    for (const outcome of ['ALLOW', 'REVIEW', 'WARN', 'HOLD'] as const)
      decisions.add(grown(now.decisions[outcome], before.decisions[outcome]), { outcome });
    repeated.add(grown(now.repeated, before.repeated));
    late.add(grown(now.late, before.late));
    parked.add(grown(now.parked, before.parked));
    for (const [currency, minor] of sink.heldMinor()) {
      held.add(minor - (heldBefore.get(currency) ?? 0), { currency });
      heldBefore.set(currency, minor);
    }
    lag.set(Number(consumer()?.lag() ?? 0n));
    accounts.set(now.accounts);
    stateBytes.set(
      owned.all().reduce((sum, [, { fold }]) => sum + fold.state.accounts.memory.reservedBytes, 0),
    );
    restoring.set(now.restoring);
    stopped.set(owned.stopped().size);
    images.add(checkpoints.count() - imagesBefore);
    imagesBefore = checkpoints.count();
    const published = checkpoints.published();
    for (const partition of aged) {
      if (published.has(partition)) continue;
      for (const gauge of [age, imagedAt, pieces]) gauge.remove({ partition });
      aged.delete(partition);
    }
    for (const [partition, image] of published) {
      aged.add(partition);
      age.set((Date.now() - image.at) / 1_000, { partition });
      imagedAt.set(Number(image.position), { partition });
      pieces.set(image.pieces, { partition });
    }
    before = now;
  };
  const timer = setInterval(sample, SAMPLE_MS);

  return {
    acknowledged(batches) {
      const now = Date.now();
      for (const { records } of batches) {
        const first = records[0];
        if (first !== undefined) latency.observe((now - first.timestamp) / 1_000);
      }
    },
    stop() {
      clearInterval(timer);
      sample();
    },
  };
}
