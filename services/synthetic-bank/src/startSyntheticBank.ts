import { recoveryCaseId } from '@sluice/case-store';
import type { EventCodec } from '@sluice/event-codec';
import {
  createSyntheticBank,
  type Emission,
  HOUR,
  type StoryEvent,
  type SyntheticBank,
  type SyntheticBankSettings,
} from '@sluice/scenarios';
import {
  type KafkaConnection,
  type Logger,
  reasonOf,
  type SerialProducer,
  sleep,
} from '@sluice/stream-runtime';
import type { FasterClock } from './fasterClock';
import { listen } from './listen';
import { type BankStatistics, statisticsOf } from './statistics';
import { type Counting, createCounting } from './tally';
import { toRecords } from './toRecords';

export interface SyntheticBankServiceOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Settings and clock of one run; `planRun` makes them. */
  readonly settings: SyntheticBankSettings;
  readonly clock: FasterClock;
  /** Hears what happens as it happens. */
  readonly onStory?: (event: StoryEvent) => void;
  /** Awaited between the past and the live period: start what is to decide, and wait until it has read the past. */
  readonly beforeLive?: () => Promise<void>;
  /** Shortest real time between two looks at the clock, ms; default 5. */
  readonly tickMs?: number;
  /** How long decisions are waited for after simulated time has ended, real ms; default 30 s. */
  readonly drainMs?: number;
}

/** A synthetic bank on Kafka, in its live period. */
export interface SyntheticBankService {
  readonly bank: SyntheticBank;
  /**
   * Resolves when simulated time has ended and every transfer has its decision. Rejects where decisions stay away for
   * longer than `drainMs`, and where driving the bank failed.
   */
  readonly done: Promise<void>;
  statistics(): BankStatistics;
  /** Published transfers that wait for their decision. */
  awaiting(): number;
  /** Real ms from publishing to decision of a transfer that was warned of or held; null for others. */
  latencyMsOf(transferId: string): number | null;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

// kafkajs groups a send's records by partition in quadratic time; the broker takes 1 MiB a partition and send.
const RECORDS_PER_SEND_MAX = 2_000;
const PAST_STEP_MS = 6 * HOUR;
const DRAIN_MS = 30_000;

/**
 * Publishes the bank's accounts, watchlist and past, then lets it live on the faster clock: what it emits is published
 * in order, what Sluice says is handed to it. Resolves when the live period begins.
 */
export async function startSyntheticBank(
  options: SyntheticBankServiceOptions,
): Promise<SyntheticBankService> {
  const { connection, codec, log, clock } = options;
  // The desk reads case files: it knows the case that each report has opened.
  const bank = createSyntheticBank({ caseIdOf: recoveryCaseId, ...options.settings });
  if (bank.period.liveFrom !== clock.startsAt || bank.period.endsAt !== clock.endsAt) {
    throw new RangeError('the clock is not of this bank: make both with planRun');
  }
  const counting = createCounting(bank);
  const producer = await connection.producer('synthetic-bank');
  const publish = (emissions: readonly Emission[]) => publishInParts(producer, codec, counting, emissions);

  await publish(bank.masterData());
  await publishPast(bank, publish);
  log.info({ ...counting.tally.past }, 'the past is published');

  const consumers = await listen(connection, codec, log, {
    onDecision: (decision) => {
      counting.decided(decision, performance.now());
      bank.onDecision(decision);
    },
    onWarning: (warning) => bank.onWarning(warning),
    onCommand: (command) => bank.onCommand(command),
    onStopPaymentEvent: (event) => bank.onStopPaymentEvent(event),
  });
  await options.beforeLive?.();
  clock.start();

  let stopping = false;
  let endedAt: number | null = null;
  let failure: Error | null = null;
  let finish: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  // A run that is stopped before its end leaves nobody waiting; whoever awaits `done` still sees a failure.
  done.catch(() => undefined);

  const live = async (): Promise<void> => {
    while (!stopping) {
      const lookedAt = performance.now();
      const emissions = bank.advance(clock.now());
      for (const event of bank.takeStory()) {
        counting.told(event);
        options.onStory?.(event);
      }
      await publish(emissions);
      if (bank.now() >= clock.endsAt) {
        endedAt ??= lookedAt;
        if (counting.awaiting() === 0) finish();
        else if (lookedAt - endedAt > (options.drainMs ?? DRAIN_MS)) fail(undecided(counting.awaiting()));
      }
      await sleep(Math.max(1, (options.tickMs ?? 5) - (performance.now() - lookedAt)));
    }
  };
  const living = live().catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    log.error({ reason: reasonOf(error), stack: failure.stack }, 'the synthetic bank stopped');
    fail(failure);
  });

  return {
    bank,
    done,
    statistics: () => statisticsOf(bank, counting.tally),
    awaiting: () => counting.awaiting(),
    latencyMsOf: (transferId) => counting.latencyMsOf(transferId),
    health: () => ({
      ready: failure === null && consumers.every((consumer) => consumer.failure() === null),
      detail: {
        simulatedTime: new Date(bank.now()).toISOString(),
        awaiting: counting.awaiting(),
        failure: failure === null ? null : reasonOf(failure),
        consumers: consumers.map((consumer) => consumer.state()),
      },
    }),
    async stop() {
      stopping = true;
      await living;
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      await producer.close();
      finish();
    },
  };
}

// Generates the next stretch while the one before is under way.
async function publishPast(
  bank: SyntheticBank,
  publish: (emissions: readonly Emission[]) => Promise<void>,
): Promise<void> {
  const { historyFrom, liveFrom } = bank.period;
  let underWay: Promise<void> = Promise.resolve();
  for (let at = historyFrom + PAST_STEP_MS; ; at += PAST_STEP_MS) {
    const to = Math.min(at, liveFrom - 1);
    const emissions = bank.advance(to);
    await underWay;
    underWay = publish(emissions);
    underWay.catch(() => undefined);
    if (to === liveFrom - 1) break;
  }
  await underWay;
}

async function publishInParts(
  producer: SerialProducer,
  codec: EventCodec,
  counting: Counting,
  emissions: readonly Emission[],
): Promise<void> {
  for (let from = 0; from < emissions.length; from += RECORDS_PER_SEND_MAX) {
    const part = emissions.slice(from, from + RECORDS_PER_SEND_MAX);
    const records = toRecords(part, codec);
    counting.published(part, performance.now());
    await producer.send(records);
  }
}

function undecided(transfers: number): Error {
  return new Error(
    `${transfers} published transfers have no decision long after simulated time has ended; look at the health of intake and detector`,
  );
}
