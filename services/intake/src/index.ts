import { type DeadLetter, type DeadLetterCode, TOPICS, type TopicName } from '@sluice/domain';
import { type EventCodec, toDeadLetterRecord } from '@sluice/event-codec';
import { parseRulesRecord } from '@sluice/heuristics';
import {
  avroDecoder,
  type CommitOffset,
  type ConsumedRecord,
  type KafkaConnection,
  type Logger,
  type PolledBatch,
  type RunningConsumer,
  reasonOf,
  type SerialProducer,
  type TopicPartition,
  TransientError,
} from '@sluice/stream-runtime';
import { admitAccount, admitListing } from './admitTables';
import { type Admission, admitHistory, admitTransfer, type RecordPlace } from './admitTransfer';
import type { Refusal } from './checkTransfer';
import { type IntakeCounts, zeroCounts } from './counts';
import { type DecodedRecord, decodeRecords } from './decodeRecords';
import type { IdTableOptions } from './idTable';
import { alreadySent, createOutgoing, type Outgoing } from './outgoing';
import { type InputPartition, inputPartitions } from './partitions';
import { appendActivate, appendPrepare } from './rulesEntries';
import { seedDefaultRules } from './seedDefaultRules';
import { waitForSeed } from './seedGate';

export type { IntakeCounts } from './counts';

/** The consumer group of intake; others wait for its committed offsets. */
export const INTAKE_GROUP = 'intake';
const INPUTS: readonly TopicName[] = [
  TOPICS.rules,
  TOPICS.accounts,
  TOPICS.watchlist,
  TOPICS.transferHistory,
  TOPICS.transfers,
];

export interface IntakeOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly log: Logger;
  /** Partitions of `legs`; fixed once for a cluster. */
  readonly partitionCount: number;
  /** Configured incarnation per input topic, 0 where it was never recreated. */
  readonly incarnations?: Partial<Record<TopicName, number>>;
  readonly idTable?: IdTableOptions;
  readonly unknownSchemaPauseMs?: number;
  readonly clock?: () => number;
}

export interface Intake {
  readonly counts: Readonly<IntakeCounts>;
  health(): { readonly ready: boolean; readonly detail: Record<string, unknown> };
  stop(): Promise<void>;
}

/** Starts intake: `transfers`, `transfer-history` and the table topics in, entries of `legs` and `dead-letters` out. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { connection, codec, log, partitionCount } = options;
  const legsPartitions = await connection.partitionCount(TOPICS.legs);
  if (legsPartitions !== partitionCount) {
    throw new RangeError(
      `legs has ${legsPartitions} partitions and SLUICE_PARTITIONS is ${partitionCount}: set it to ${legsPartitions}, or accounts would go to partitions whose owners do not know them`,
    );
  }
  const counts = zeroCounts();
  const producer = await connection.producer('intake');
  await seedDefaultRules(connection, producer, log);
  const inputs = inputPartitions(connection, options.incarnations ?? {}, options.idTable ?? {});
  const out = createOutgoing(partitionCount);
  const decode = avroDecoder(options.clock ?? Date.now, options.unknownSchemaPauseMs);
  let consumer: RunningConsumer | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let gate: 'closed' | 'open' = 'closed';
  let waitingFor = 'assignment';
  let stopped = false;

  const transferPartitions = Array.from(
    { length: await connection.partitionCount(TOPICS.transfers) },
    (_, partition) => ({
      topic: TOPICS.transfers,
      partition,
    }),
  );

  const refuse = (
    record: ConsumedRecord,
    code: DeadLetterCode,
    sentence: string,
    sink: Pick<Outgoing, 'deadLetter'>,
  ): void => {
    const letter: DeadLetter = {
      code,
      sentence,
      sourceTopic: record.topic,
      sourcePartition: record.partition,
      sourceOffset: record.offset,
      sourceTimestamp: record.timestamp,
      key: record.key,
      value: record.value,
    };
    sink.deadLetter(letter);
  };

  /** Folds one partition's decoded records; what was sent before a restart is not sent again. */
  const fold = <T>(
    decoded: readonly DecodedRecord<T>[],
    input: InputPartition,
    admit: (
      value: T | null,
      place: RecordPlace,
      sink: Pick<Outgoing, 'append'>,
    ) => Admission | Refusal | null,
  ): void => {
    for (const item of decoded) {
      const { record } = item;
      const sent = record.offset < input.emitFrom;
      const sink = sent ? alreadySent : out;
      if ('code' in item) {
        if (!sent) counts.deadLetters += 1;
        refuse(record, item.code, item.sentence, sink);
        continue;
      }
      const place: RecordPlace = {
        lane: input.lane,
        offset: Number(record.offset),
        key: record.key?.toString('utf8') ?? null,
        appendedAt: record.timestamp,
      };
      const result = admit(item.value, place, sink);
      const refusal =
        result !== null && 'code' in result ? result : result?.kind === 'REFUSED' ? result.refusal : null;
      if (refusal !== null) refuse(record, refusal.code, refusal.sentence, sink);
      if (!sent) count(counts, result);
    }
  };

  const foldRules = async (batch: PolledBatch, input: InputPartition): Promise<void> => {
    for (const record of batch.records) {
      const place: RecordPlace = {
        lane: input.lane,
        offset: Number(record.offset),
        key: null,
        appendedAt: record.timestamp,
      };
      const parsed = parseRulesRecord(record.value?.toString('utf8') ?? '');
      if (!parsed.ok) {
        counts.deadLetters += 1;
        refuse(record, 'RULES_INVALID', parsed.problem.map(({ sentence }) => sentence).join(' '), out);
        continue;
      }
      const rules = { version: parsed.value.version, rules: JSON.stringify(parsed.value.rules) };
      appendPrepare(rules, place, partitionCount, out);
      await sendOutgoing(producer, out, []);
      appendActivate(rules, place, partitionCount, out);
      log.info({ version: rules.version }, 'rules prepared on every partition, activating');
    }
  };

  const handle = async (batches: readonly PolledBatch[]): Promise<readonly TopicPartition[]> => {
    // Decoding may fail for now (registry away, unknown schema): nothing of that partition is folded, and it comes again.
    const ready: (() => void | Promise<void>)[] = [];
    const acknowledged: CommitOffset[] = [];
    const putOff: TopicPartition[] = [];
    for (const batch of batches) {
      const input = inputs.get(batch);
      const last = batch.records[batch.records.length - 1];
      if (input === undefined || last === undefined) continue;
      const run = await prepare(batch, input).catch((error: unknown) => {
        if (!(error instanceof TransientError)) throw error;
        log.warn(
          { topic: batch.topic, partition: batch.partition, reason: error.message },
          'partition put off',
        );
        return null;
      });
      if (run === null) {
        putOff.push({ topic: batch.topic, partition: batch.partition });
        continue;
      }
      ready.push(run);
      if (last.offset >= input.emitFrom) {
        acknowledged.push({ topic: batch.topic, partition: batch.partition, offset: last.offset + 1n });
      }
    }
    await underWay;
    for (const run of ready) await run();
    underWay = sendOutgoing(producer, out, acknowledged, (offsets) => consumer?.acknowledge(offsets));
    underWay.catch((error: unknown) => log.warn({ reason: reasonOf(error) }, 'send given up while stopping'));
    return putOff;
  };

  const prepare = async (batch: PolledBatch, input: InputPartition): Promise<() => void | Promise<void>> => {
    const { ids, emitFrom, refused } = input;
    // What was refused before a restart stays refused, whatever a check would say of it now.
    const records =
      refused.size === 0
        ? batch.records
        : batch.records.filter(({ offset }) => offset >= emitFrom || !refused.has(offset));
    switch (batch.topic) {
      case TOPICS.rules:
        return () => foldRules(batch, input);
      case TOPICS.accounts: {
        const decoded = await decodeRecords(records, codec.accounts, decode);
        return () =>
          fold(decoded, input, (value, place, sink) => admitAccount(value, place, partitionCount, sink));
      }
      case TOPICS.watchlist: {
        const decoded = await decodeRecords(records, codec.watchlist, decode);
        return () =>
          fold(decoded, input, (value, place, sink) => admitListing(value, place, partitionCount, sink));
      }
      default: {
        if (ids === null) throw new RangeError(`no id table for ${batch.topic}/${batch.partition}`);
        const admit = batch.topic === TOPICS.transferHistory ? admitHistory : admitTransfer;
        const decoded = await decodeRecords(records, codec.transfers, decode);
        return () =>
          fold(decoded, input, (value, place, sink) =>
            value === null
              ? { code: 'UNDECODABLE', sentence: 'the record has no value; a transfer is never deleted' }
              : admit(value, place, ids, partitionCount, sink),
          );
      }
    }
  };

  consumer = await connection.startConsumer({
    groupId: INTAKE_GROUP,
    topics: INPUTS,
    commit: 'acknowledged',
    startOffset: (at, committed) => {
      if (gate === 'closed') consumer?.pause(transferPartitions);
      return inputs.open(at, committed);
    },
    onRevoked: (revoked) => inputs.drop(revoked),
    handle,
    beforeLeave: () => underWay,
  });
  consumer.pause(transferPartitions);

  const opening = waitForSeed(
    connection,
    INTAKE_GROUP,
    log,
    () => stopped,
    (what) => {
      waitingFor = what;
    },
  ).then(() => {
    if (stopped) return;
    gate = 'open';
    consumer?.resume(transferPartitions);
    log.info({}, 'seeded: transfers are admitted');
  });

  return {
    counts,
    health() {
      const failure = consumer?.failure() ?? null;
      return {
        ready: gate === 'open' && failure === null && consumer?.state() === 'running',
        detail: {
          state: consumer?.state(),
          waitingFor: gate === 'open' ? null : waitingFor,
          failure: failure === null ? null : reasonOf(failure),
          lag: Number(consumer?.lag() ?? 0n),
          idsRemembered: inputs.all().reduce((sum, input) => sum + (input.ids?.size ?? 0), 0),
          ...counts,
        },
      };
    },
    async stop() {
      stopped = true;
      await opening;
      await consumer?.stop();
      await producer.close();
    },
  };
}

/** One send for everything a poll made; then its input offsets may be committed. */
async function sendOutgoing(
  producer: SerialProducer,
  out: Outgoing,
  offsets: readonly CommitOffset[],
  acknowledge: (offsets: readonly CommitOffset[]) => void = () => undefined,
): Promise<void> {
  const { frames, deadLetters } = out.take();
  await producer.send([
    {
      topic: TOPICS.legs,
      records: frames.flatMap(({ partition, frames: list }) =>
        list.map((value) => ({ key: null, value, partition })),
      ),
    },
    { topic: TOPICS.deadLetters, records: deadLetters.map(toDeadLetterRecord) },
  ]);
  acknowledge(offsets);
}

function count(counts: IntakeCounts, result: Admission | Refusal | null): void {
  if (result === null) return;
  if ('code' in result) {
    counts.deadLetters += 1;
    return;
  }
  switch (result.kind) {
    case 'DEBIT':
      counts.debits += 1;
      break;
    case 'STATUS':
      counts.statuses += 1;
      break;
    case 'LEDGER_ONLY':
      counts.ledgerOnly += 1;
      break;
    case 'HISTORY':
      counts.history += 1;
      break;
    case 'DUPLICATE':
      counts.duplicates += 1;
      break;
    case 'REFUSED':
      counts.deadLetters += 1;
      break;
  }
}
