import type { Metrics } from '@sluice/observability';
import type { RunningConsumer } from '@sluice/stream-runtime';
import type { DetectorFollower } from './backPressure/followDetector';
import type { IntakeCounts, Tally } from './counts';
import type { InputPartitions } from './partitions';

const SAMPLE_MS = 1_000;
const KINDS = ['debits', 'statuses', 'ledgerOnly', 'history', 'duplicates'] as const;
const KIND_LABELS: Readonly<Record<(typeof KINDS)[number], string>> = {
  debits: 'debit',
  statuses: 'status',
  ledgerOnly: 'ledger-only',
  history: 'history',
  duplicates: 'duplicate',
};

export interface Observed {
  readonly tally: Tally;
  readonly inputs: Pick<InputPartitions, 'all' | 'published'>;
  readonly follower: DetectorFollower | null;
  readonly consumer: () => RunningConsumer | null;
}

/** Shows what intake does under `/metrics`: sampled every second, so that a transfer costs nothing. Returns how to end it. */
export function observeIntake(metrics: Metrics, { tally, inputs, follower, consumer }: Observed): () => void {
  const records = metrics.counter(
    'sluice_intake_records_total',
    'Records of transfers by what they became.',
    ['kind'],
  );
  const letters = metrics.counter('sluice_dead_letters_total', 'Records refused, by code.', ['code']);
  const lag = metrics.gauge('sluice_lag_records', 'Records that wait to be admitted.');
  const ids = metrics.gauge('sluice_ids', 'TransferIds remembered.');
  const idBytes = metrics.gauge('sluice_id_bytes', 'Bytes that the remembered transferIds take.');
  const early = metrics.gauge(
    'sluice_ids_dropped_early',
    'TransferIds forgotten before their horizon, for want of room.',
  );
  const outstanding = metrics.gauge(
    'sluice_entries_outstanding',
    'Entries appended here that the detector has not committed.',
  );
  const paused = metrics.gauge('sluice_paused', '1 while transfers rests for the detector.');
  const pausedSeconds = metrics.counter(
    'sluice_paused_seconds_total',
    'How long transfers has rested for the detector.',
  );
  const age = metrics.gauge('sluice_checkpoint_age_seconds', 'Since the last image of a partition’s ids.', [
    'topic',
    'partition',
  ]);

  const aged = new Map<string, { readonly topic: string; readonly partition: number }>();
  let before: IntakeCounts = { ...tally.counts };
  const lettersBefore = new Map<string, number>();
  let pausedBefore = 0;

  const sample = (): void => {
    for (const kind of KINDS) records.add(tally.counts[kind] - before[kind], { kind: KIND_LABELS[kind] });
    before = { ...tally.counts };
    for (const [code, count] of tally.refusals) {
      letters.add(count - (lettersBefore.get(code) ?? 0), { code });
      lettersBefore.set(code, count);
    }
    lag.set(Number(consumer()?.lag() ?? 0n));
    const tables = inputs.all().flatMap((input) => (input.ids === null ? [] : [input.ids]));
    ids.set(tables.reduce((sum, { size }) => sum + size, 0));
    idBytes.set(tables.reduce((sum, { bytes }) => sum + bytes, 0));
    early.set(tables.reduce((sum, { droppedEarly }) => sum + droppedEarly, 0));
    for (const labels of aged.values()) age.remove(labels);
    aged.clear();
    for (const { topic, partition, at } of inputs.published()) {
      aged.set(`${topic}/${partition}`, { topic, partition });
      age.set((Date.now() - at) / 1_000, { topic, partition });
    }
    if (follower === null) return;
    outstanding.set(follower.outstanding());
    paused.set(follower.paused() ? 1 : 0);
    pausedSeconds.add(follower.pausedSeconds() - pausedBefore);
    pausedBefore = follower.pausedSeconds();
  };
  const timer = setInterval(sample, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    sample();
  };
}
