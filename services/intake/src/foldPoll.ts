import { type DeadLetterCode, TOPICS } from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import {
  type AvroDecoder,
  type CommitOffset,
  type ConsumedRecord,
  type Logger,
  type PolledBatch,
  type TopicPartition,
  TransientError,
} from '@sluice/stream-runtime';
import { admitAccount, admitListing } from './admitTables';
import { TransferAdmission } from './admitTransfer';
import type { Refusal } from './checks/checkTransfer';
import type { Tally } from './counts';
import { type DecodedRecord, decodeRecords } from './decodeRecords';
import { alreadySent, type Outgoing, type Sink } from './outgoing';
import type { InputPartition, InputPartitions } from './partitions';
import type { RecordPlace } from './recordPlace';
import { schemaLoader } from './schemas';

export interface FoldParts {
  readonly codec: EventCodec;
  readonly decode: AvroDecoder;
  readonly partitionCount: number;
  readonly inputs: Pick<InputPartitions, 'get'>;
  readonly out: Outgoing;
  readonly tally: Tally;
  readonly log: Logger;
  /** Folds records of `rules`, which are sent on the way. */
  readonly rules: (batch: PolledBatch, input: InputPartition) => Promise<void>;
}

/** What a poll came to: offsets that may be committed once what is in `out` is sent, and partitions that were put off. */
export interface FoldedPoll {
  readonly offsets: readonly CommitOffset[];
  readonly putOff: readonly TopicPartition[];
}

/** Folds one partition's records; all that has to be waited for was waited for. */
type Fold = () => void | Promise<void>;

/**
 * Folds what a poll brought into `out`. First everything is fetched that decoding needs: where that fails for now, nothing of
 * that partition is folded, it is put off, and the others go on.
 */
export function pollFolder(parts: FoldParts): (batches: readonly PolledBatch[]) => Promise<FoldedPoll> {
  const { inputs, log } = parts;
  const prepare = preparer(parts);
  return async (batches) => {
    const folds: Fold[] = [];
    const offsets: CommitOffset[] = [];
    const putOff: TopicPartition[] = [];
    for (const batch of batches) {
      const { topic, partition } = batch;
      const input = inputs.get(batch);
      const last = batch.records[batch.records.length - 1];
      if (input === undefined || last === undefined) continue;
      const fold = await prepare(batch, input).catch((error: unknown) => {
        if (!(error instanceof TransientError)) throw error;
        log.warn({ topic, partition, reason: error.message }, 'partition put off');
        return null;
      });
      if (fold === null) {
        putOff.push({ topic, partition });
        continue;
      }
      folds.push(async () => {
        await fold();
        input.next = last.offset + 1n;
        input.work += batch.records.length;
      });
      if (last.offset >= input.emitFrom) offsets.push({ topic, partition, offset: last.offset + 1n });
    }
    for (const fold of folds) await fold();
    return { offsets, putOff };
  };
}

function preparer(parts: FoldParts): (batch: PolledBatch, input: InputPartition) => Promise<Fold> {
  const { codec, decode, partitionCount } = parts;
  const { transfers, transferHistory, accounts, watchlist } = codec;
  const loadSchemas = schemaLoader(transfers, decode);
  const ownSchemas = [transfers.schemaId, transferHistory.schemaId];
  const admission = new TransferAdmission(transfers, ownSchemas, partitionCount);
  return async (batch, input) => {
    const records = stillToFold(batch.records, input);
    switch (batch.topic) {
      case TOPICS.rules:
        return () => parts.rules(batch, input);
      case TOPICS.accounts: {
        const decoded = await decodeRecords(records, accounts, decode);
        return () =>
          foldTable(parts, decoded, input, (account, place, sink) =>
            admitAccount(account, place, partitionCount, sink),
          );
      }
      case TOPICS.watchlist: {
        const decoded = await decodeRecords(records, watchlist, decode);
        return () =>
          foldTable(parts, decoded, input, (entry, place, sink) =>
            admitListing(entry, place, partitionCount, sink),
          );
      }
      default: {
        const unknown = await loadSchemas(records);
        return () => foldTransfers(parts, admission, records, input, unknown);
      }
    }
  };
}

/** What was refused before a restart stays refused, whatever a check would say of it now. */
function stillToFold(
  records: readonly ConsumedRecord[],
  { refused, emitFrom }: InputPartition,
): readonly ConsumedRecord[] {
  if (refused.size === 0) return records;
  return records.filter(({ offset }) => offset >= emitFrom || !refused.has(offset));
}

/** Folds transfers; what was sent before a restart is not sent and not counted again. */
function foldTransfers(
  { out, tally }: FoldParts,
  admission: TransferAdmission,
  records: readonly ConsumedRecord[],
  { lane, ids, emitFrom }: InputPartition,
  unknown: ReadonlyMap<ConsumedRecord, Refusal>,
): void {
  const [first] = records;
  if (first === undefined) return;
  if (ids === null) throw new RangeError(`no id table for ${first.topic}/${first.partition}`);
  const input = { lane, ids };
  const isHistory = first.topic === TOPICS.transferHistory;
  for (const record of records) {
    const isSent = record.offset < emitFrom;
    const sink = isSent ? alreadySent : out;
    const admitted =
      unknown.get(record) ??
      (isHistory ? admission.history(record, input, sink) : admission.transfer(record, input, sink));
    if (typeof admitted === 'object') refuse(record, admitted, sink);
    if (!isSent) tally.add(admitted);
  }
}

function foldTable<T>(
  { out, tally }: FoldParts,
  decoded: readonly DecodedRecord<T>[],
  { lane, emitFrom }: InputPartition,
  admit: (value: T | null, place: RecordPlace, sink: Sink) => Refusal | null,
): void {
  for (const item of decoded) {
    const { record } = item;
    const isSent = record.offset < emitFrom;
    const sink = isSent ? alreadySent : out;
    const place: RecordPlace = {
      lane,
      offset: Number(record.offset),
      key: record.key?.toString('utf8') ?? null,
      appendedAt: record.timestamp,
    };
    const refusal = 'code' in item ? item : admit(item.value, place, sink);
    if (refusal === null) continue;
    refuse(record, refusal, sink);
    if (!isSent) tally.refused(refusal.code);
  }
}

/** A dead letter with the record's bytes. */
export function refuse(
  record: ConsumedRecord,
  { code, sentence }: { readonly code: DeadLetterCode; readonly sentence: string },
  sink: Sink,
): void {
  sink.deadLetter({
    code,
    sentence,
    sourceTopic: record.topic,
    sourcePartition: record.partition,
    sourceOffset: record.offset,
    sourceTimestamp: record.timestamp,
    key: record.key,
    value: record.value,
  });
}
