import { TOPICS, type Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { offlineEventCodec } from '@sluice/event-codec';
import { type LogEntry, readFrame } from '@sluice/log-format';
import { silentLogger, sleep } from '@sluice/stream-runtime';
import { type MemoryKafka, memoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { type Intake, type IntakeOptions, startIntake } from '..';

export const PARTITIONS = 2;
export const codec = offlineEventCodec();

/** The topics that intake touches, in memory; `now` stamps records. */
export function memoryCluster(now: () => number = Date.now): MemoryKafka {
  return memoryKafka(
    {
      [TOPICS.rules]: 1,
      [TOPICS.accounts]: PARTITIONS,
      [TOPICS.watchlist]: PARTITIONS,
      [TOPICS.transferHistory]: PARTITIONS,
      [TOPICS.transfers]: PARTITIONS,
      [TOPICS.legs]: PARTITIONS,
      [TOPICS.deadLetters]: PARTITIONS,
      [TOPICS.fraudReports]: PARTITIONS,
      [TOPICS.intakeCheckpoints]: PARTITIONS,
      [TOPICS.intakeManifests]: PARTITIONS,
    },
    now,
  );
}

export function intakeOn(kafka: MemoryKafka, options: Partial<IntakeOptions> = {}): Promise<Intake> {
  return startIntake({
    connection: kafka.connect(),
    codec,
    log: silentLogger,
    partitionCount: PARTITIONS,
    ...options,
  });
}

/** Publishes transfers as a bank does, keyed by their ids. */
export function publish(kafka: MemoryKafka, ...transfers: readonly Partial<Transfer>[]): void {
  kafka.publish([
    {
      topic: TOPICS.transfers,
      records: transfers.map((changed) => {
        const transfer = transferOf(changed);
        return { key: transfer.transferId, value: codec.transfers.encode(transfer) };
      }),
    },
  ]);
}

/** Every entry of `legs`, partition by partition. */
export function entriesOf(kafka: MemoryKafka): readonly LogEntry[] {
  return kafka.records(TOPICS.legs).flatMap(({ value }) => (value === null ? [] : [...readFrame(value)]));
}

/** The ids of the transfers whose debit leg stands in the log, in order. */
export function debitsOf(kafka: MemoryKafka): readonly string[] {
  return entriesOf(kafka)
    .flatMap((entry) => (entry.type === 'DEBIT' ? [entry.transfer.transferId] : []))
    .sort();
}

export async function until(what: string, holds: () => boolean, withinMs = 5_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(2);
  }
}
