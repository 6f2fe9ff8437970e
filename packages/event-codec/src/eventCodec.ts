import {
  type Account,
  type Decision,
  type FraudReport,
  type StopPaymentCommand,
  type StopPaymentStatus,
  TOPICS,
  type TopicName,
  type Transfer,
  type TransferOutcome,
  type VictimWarning,
  type WatchlistEntry,
} from '@sluice/domain';
import type { LongReading } from './avro/avroType';
import type { ByteSink } from './byteSink';
import { contractSchema } from './contractSchemas';
import type { QuickForm } from './quick/quickForm';
import { readDecision } from './quick/readDecision';
import { readTransfer } from './quick/readTransfer';
import { type Judgement, type TransferIdBytes, writeDecision, writeDecisionOf } from './quick/writeDecision';
import { type RecordCodec, recordCodec } from './records/recordCodec';
import { readerSchema } from './records/recordReader';
import { type WriterSchemas, writerSchemas } from './records/writerSchemas';
import { registerAll, type SchemaIds } from './registry/registerAll';
import type { RegistryAddress } from './registry/registryAddress';
import { connectRegistry, type SchemaRegistry } from './registry/schemaRegistry';
import { topicEntry, topicTable } from './topics/topicTable';

const QUICK_TRANSFER: QuickForm<Transfer> = { read: readTransfer, write: null };
const QUICK_DECISION: QuickForm<Decision> = { read: readDecision, write: writeDecision };

/** A codec for the records of each Avro topic. */
export interface EventCodec {
  readonly transfers: RecordCodec<Transfer>;
  readonly transferHistory: RecordCodec<Transfer>;
  readonly accounts: RecordCodec<Account>;
  readonly watchlist: RecordCodec<WatchlistEntry>;
  readonly decisions: RecordCodec<Decision>;
  readonly victimWarnings: RecordCodec<VictimWarning>;
  readonly stopPayments: RecordCodec<StopPaymentCommand>;
  readonly stopPaymentStatus: RecordCodec<StopPaymentStatus>;
  readonly fraudReports: RecordCodec<FraudReport>;
  readonly transferOutcomes: RecordCodec<TransferOutcome>;
  /**
   * What `decisions.encodeInto` appends, for a transfer whose ids lie in bytes, so that no string is made of them. The
   * decision's id is `decisionIdOf` the transfer's.
   */
  encodeDecisionOf(target: ByteSink, ids: TransferIdBytes, judgement: Judgement): void;
}

/**
 * Registers our schemas (see `registerAll`) and gives the codecs that write under their ids and read every schema that
 * the registry knows. `registry` is a connected one or its address. Throws what `connectRegistry` and `registerAll`
 * throw.
 */
export async function createEventCodec(options: {
  readonly registry: SchemaRegistry | RegistryAddress;
}): Promise<EventCodec> {
  const registry = 'url' in options.registry ? await connectRegistry(options.registry) : options.registry;
  const ids = await registerAll(registry);
  return eventCodec(
    ids,
    writerSchemas(
      (id) => registry.schemaById(id),
      () => performance.now(),
    ),
  );
}

/**
 * The same codecs without a registry, for tests: each topic's schema has a fixed id (1, 2, … in the order of the topic
 * table), and every other id is unknown.
 */
export function offlineEventCodec(): EventCodec {
  const avroTopics = topicTable.filter(({ content }) => content.format === 'AVRO');
  const ids: SchemaIds = new Map(avroTopics.map(({ topic }, index) => [topic, index + 1]));
  return eventCodec(
    ids,
    writerSchemas(
      async () => null,
      () => 0,
    ),
  );
}

function eventCodec(ids: SchemaIds, schemas: WriterSchemas): EventCodec {
  const codecOf = <T>(
    topic: TopicName,
    longs: LongReading = 'exact',
    quick: QuickForm<T> | null = null,
  ): RecordCodec<T> => {
    const { content } = topicEntry(topic);
    const id = ids.get(topic);
    if (content.format !== 'AVRO' || id === undefined)
      throw new RangeError(`${topic} has no registered schema`);
    const { schema } = contractSchema(content.record);
    schemas.add(id, schema);
    return recordCodec<T>(readerSchema(schema, longs, quick), id, schemas);
  };
  const decisions = codecOf(TOPICS.decisions, 'exact', QUICK_DECISION);
  return {
    // Out-of-range amounts go on to intake, which refuses them by the same check as negative ones.
    transfers: codecOf(TOPICS.transfers, 'nearest', QUICK_TRANSFER),
    transferHistory: codecOf(TOPICS.transferHistory, 'nearest', QUICK_TRANSFER),
    accounts: codecOf(TOPICS.accounts),
    watchlist: codecOf(TOPICS.watchlist),
    decisions,
    victimWarnings: codecOf(TOPICS.victimWarnings),
    stopPayments: codecOf(TOPICS.stopPayments),
    stopPaymentStatus: codecOf(TOPICS.stopPaymentStatus),
    fraudReports: codecOf(TOPICS.fraudReports),
    transferOutcomes: codecOf(TOPICS.transferOutcomes),
    encodeDecisionOf(target, ids, judgement) {
      const start = target.length;
      try {
        target.header(decisions.schemaId);
        writeDecisionOf(target, ids, judgement);
      } catch (error) {
        target.length = start;
        throw error;
      }
    },
  };
}
