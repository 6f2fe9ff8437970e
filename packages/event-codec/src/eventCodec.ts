import {
  type Account,
  badInstant,
  type Decision,
  type FraudReport,
  refuse,
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
import { contractSchema } from './contractSchemas';
import type { Refused } from './records/decoding';
import { type RecordCodec, recordCodec } from './records/recordCodec';
import { readerSchema } from './records/recordReader';
import { type WriterSchemas, writerSchemas } from './records/writerSchemas';
import { registerAll, type SchemaIds } from './registry/registerAll';
import type { RegistryAddress } from './registry/registryAddress';
import { connectRegistry, type SchemaRegistry } from './registry/schemaRegistry';
import { topicEntry, topicTable } from './topics/topicTable';

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
  const codecOf = <T>(topic: TopicName, longs: LongReading = 'exact'): RecordCodec<T> => {
    const { content } = topicEntry(topic);
    const id = ids.get(topic);
    if (content.format !== 'AVRO' || id === undefined)
      throw new RangeError(`${topic} has no registered schema`);
    const { schema } = contractSchema(content.record);
    schemas.add(id, schema);
    const codec = recordCodec<T>(readerSchema(schema, longs), id, schemas);
    return longs === 'nearest' ? codec : withinTime(codec);
  };
  return {
    // Out-of-range amounts go on to intake, which refuses them by the same check as negative ones.
    transfers: codecOf(TOPICS.transfers, 'nearest'),
    transferHistory: codecOf(TOPICS.transferHistory, 'nearest'),
    accounts: codecOf(TOPICS.accounts),
    watchlist: codecOf(TOPICS.watchlist),
    decisions: codecOf(TOPICS.decisions),
    victimWarnings: codecOf(TOPICS.victimWarnings),
    stopPayments: codecOf(TOPICS.stopPayments),
    stopPaymentStatus: codecOf(TOPICS.stopPaymentStatus),
    fraudReports: codecOf(TOPICS.fraudReports),
    transferOutcomes: codecOf(TOPICS.transferOutcomes),
  };
}

/** Refuses a record that names a time outside 1850 to 9999, which nothing behind could keep. Transfers are intake's to check. */
function withinTime<T>(codec: RecordCodec<T>): RecordCodec<T> {
  const check = <R extends { readonly ok: true | false | 'NEEDS_SCHEMA' }>(result: R): R | Refused => {
    if (result.ok !== true || !('value' in result)) return result;
    const { value } = result;
    const bad = typeof value === 'object' && value !== null ? badInstant(value) : null;
    return bad === null
      ? result
      : refuse('UNDECODABLE', `${bad} is no time between 1850 and 9999 in epoch milliseconds`);
  };
  return {
    ...codec,
    decodeSync: (bytes) => check(codec.decodeSync(bytes)),
    decode: async (bytes) => check(await codec.decode(bytes)),
  };
}
