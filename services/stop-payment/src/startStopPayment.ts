import type { EventCodec } from '@sluice/event-codec';
import type { Metrics } from '@sluice/observability';
import type { PolicyPack } from '@sluice/stop-payment-lifecycle';
import {
  type KafkaConnection,
  type Logger,
  type RunningConsumer,
  reasonOf,
  UNKNOWN_SCHEMA_PAUSE_MS,
} from '@sluice/stream-runtime';
import { startStopClock } from './clock/stopClock';
import { startForwarder } from './forwarding/startForwarder';
import { createMeter, type StopPaymentTotals } from './meter';
import { startInboxOwner } from './owner/inboxOwner';
import { forgetOld } from './owner/takeOver';

const CLOCK_INTERVAL_MS = 100;
const UPKEEP_INTERVAL_MS = 5_000;

export interface StopPaymentOptions {
  readonly connection: KafkaConnection;
  readonly codec: Pick<EventCodec, 'stopPayments' | 'stopPaymentStatus'>;
  readonly log: Logger;
  readonly policy: PolicyPack;
  readonly metrics?: Metrics;
  /** The time at which stops are issued and end, epoch ms; faster than the wall's in a demo. */
  readonly clock?: () => number;
  /** The brokers' time, epoch ms; for tests. */
  readonly wallClock?: () => number;
  /** How often due alarms are looked for, real ms. */
  readonly clockIntervalMs?: number;
  readonly unknownSchemaPauseMs?: number;
}

export interface StopPaymentService {
  totals(): Readonly<StopPaymentTotals>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  /** Finishes the poll in hand, leaves the groups, closes what it opened. */
  stop(): Promise<void>;
}

/**
 * Starts the stop-payment producer: the owner of inbox partitions, the forwarder of answers and orders, and the clock.
 * Several instances share the partitions. Throws where the topics do not fit together.
 */
export async function startStopPayment(options: StopPaymentOptions): Promise<StopPaymentService> {
  const { connection, codec, log, policy } = options;
  const clock = options.clock ?? Date.now;
  const wallClock = options.wallClock ?? Date.now;
  const meter = createMeter(options.metrics, wallClock);
  if (!policy.inForce) {
    log.warn(
      { policy: policy.version },
      "nothing of this policy's own law is in force: stops rest on the generic basis",
    );
  }
  const owner = await startInboxOwner({ connection, codec, policy, clock, log, meter });
  const forwarder = await startForwarder({
    connection,
    codec,
    log,
    meter,
    wallClock,
    unknownSchemaPauseMs: options.unknownSchemaPauseMs ?? UNKNOWN_SCHEMA_PAUSE_MS,
  });
  const alarms = await connection.producer('stop-payment-clock');
  const stopClock = startStopClock({
    partitions: owner.partitions,
    producer: alarms,
    policy,
    clock,
    log,
    intervalMs: options.clockIntervalMs ?? CLOCK_INTERVAL_MS,
  });
  const upkeep = setInterval(() => {
    const owned = owner.partitions();
    for (const one of owned) forgetOld(one, clock());
    meter.held(owned);
  }, UPKEEP_INTERVAL_MS);

  return {
    totals: () => meter.totals,
    health() {
      const assigned = owner.consumer.assigned().length;
      const owned = owner.partitions();
      const consumers = { inbox: stateOf(owner.consumer), forwarder: stateOf(forwarder.consumer) };
      const running = owner.consumer.state() === 'running' && forwarder.consumer.state() === 'running';
      return {
        ready: running && owned.length >= assigned,
        detail: {
          ...consumers,
          policy: policy.version,
          assigned,
          restoring: assigned - owned.length,
          stopPayments: owned.reduce((sum, { book }) => sum + book.size(), 0),
          nextAlarmAt: earliest(owned.map(({ alarms: queue }) => queue.nextDueAt())),
        },
      };
    },
    async stop() {
      clearInterval(upkeep);
      await stopClock.stop();
      await forwarder.stop();
      await owner.stop();
      await alarms.close();
    },
  };
}

function stateOf(consumer: RunningConsumer): Record<string, unknown> {
  const failure = consumer.failure();
  return {
    state: consumer.state(),
    lag: Number(consumer.lag()),
    failure: failure === null ? null : reasonOf(failure),
  };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time): time is number => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
