import { LATENCY_BUCKETS_S, type Metrics } from '@sluice/observability';
import type { ConsumedRecord } from '@sluice/stream-runtime';
import type { BatchOutcome } from './owner/decideBatch';
import type { OwnedPartition } from './owner/ownedPartition';

/** What has been decided since the start. */
export interface StopPaymentTotals {
  entries: { moved: number; ignored: number; poison: number };
  /** Commands to the core by action, events by type. */
  commands: Record<string, number>;
  events: Record<string, number>;
  /** Answers and orders that were forwarded into the inbox, and those that were refused. */
  forwarded: number;
  refused: number;
}

/** Counts what the service does, for `/metrics` and for whoever composes it. */
export interface StopPaymentMeter {
  readonly totals: StopPaymentTotals;
  decided(outcome: BatchOutcome, records: readonly ConsumedRecord[]): void;
  forwarded(forwarded: number, refused: number): void;
  /** What is held now, from all partitions of this instance. */
  held(owned: readonly OwnedPartition[]): void;
}

/** `wallClock` is the brokers' time (epoch ms), against which append times are measured. */
export function createMeter(metrics: Metrics | undefined, wallClock: () => number): StopPaymentMeter {
  const totals: StopPaymentTotals = {
    entries: { moved: 0, ignored: 0, poison: 0 },
    commands: {},
    events: {},
    forwarded: 0,
    refused: 0,
  };
  const entries = metrics?.counter(
    'sluice_stop_payment_entries_total',
    'Inbox entries by what they led to.',
    ['result'],
  );
  const commands = metrics?.counter('sluice_stop_payment_commands_total', 'Commands to the bank core.', [
    'action',
  ]);
  const events = metrics?.counter('sluice_stop_payment_events_total', 'Steps of stop-payments.', ['type']);
  const forwarded = metrics?.counter(
    'sluice_stop_payment_forwarded_total',
    'Answers and orders into the inbox.',
    ['result'],
  );
  const seconds = metrics?.histogram(
    'sluice_stop_payment_seconds',
    'From the append of an inbox entry to the commit of what it led to.',
    LATENCY_BUCKETS_S,
  );
  const stopped = metrics?.gauge('sluice_stopped_money_minor', 'Money held or frozen now, minor units.', [
    'currency',
  ]);
  const active = metrics?.gauge('sluice_stop_payments_active', 'Stop-payments that the clock watches.');
  const currencies = new Set<string>();

  return {
    totals,
    decided(outcome, records) {
      for (const result of ['moved', 'ignored', 'poison'] as const) {
        totals.entries[result] += outcome.entries[result];
        if (outcome.entries[result] > 0) entries?.add(outcome.entries[result], { result });
      }
      for (const { action } of outcome.commands) {
        totals.commands[action] = (totals.commands[action] ?? 0) + 1;
        commands?.add(1, { action });
      }
      for (const { type } of outcome.events) {
        totals.events[type] = (totals.events[type] ?? 0) + 1;
        events?.add(1, { type });
      }
      if (seconds === undefined) return;
      const now = wallClock();
      for (const { timestamp } of records) seconds.observe(Math.max(0, now - timestamp) / 1000);
    },
    forwarded(done, refused) {
      totals.forwarded += done;
      totals.refused += refused;
      if (done > 0) forwarded?.add(done, { result: 'forwarded' });
      if (refused > 0) forwarded?.add(refused, { result: 'refused' });
    },
    held(owned) {
      if (stopped === undefined) return;
      const sums = new Map<string, number>([...currencies].map((currency) => [currency, 0]));
      let count = 0;
      for (const { book } of owned) {
        for (const { facts } of book.all()) {
          if (facts.stoppedMinor === 0 && facts.state !== 'ISSUED') continue;
          count += 1;
          currencies.add(facts.currency);
          sums.set(facts.currency, (sums.get(facts.currency) ?? 0) + facts.stoppedMinor);
        }
      }
      active?.set(count);
      for (const [currency, sum] of sums) stopped.set(sum, { currency });
    },
  };
}
