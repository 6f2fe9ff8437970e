import type { KafkaMessage } from 'kafkajs';
import { lookupCodecByAttributes } from 'kafkajs/src/protocol/message/compression';
import { fetchedMessagesOf } from './fetchedMessages';
import type { FetchedBatch } from './fetchedRecord';

/** A transaction that was aborted, as a fetch response names it. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

const MAGIC = 2;
const MAGIC_AT = 16;
/** Offset and length. */
const PREFIX_BYTES = 12;
const HEADER_BYTES = 61;
const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
/** Type of the control record that ends an aborted transaction; it stands in the key behind a version. */
const ABORT = 0;

/** Whether all batches are of the record format v2, which every broker since 0.11 writes. */
export function areRecordBatches(bytes: Buffer): boolean {
  for (let at = 0; at + PREFIX_BYTES + 5 <= bytes.length; at += PREFIX_BYTES + bytes.readInt32BE(at + 8)) {
    if (bytes[at + MAGIC_AT] !== MAGIC) return false;
  }
  return true;
}

/**
 * Reads the headers of the record batches that a fetch brought for one partition and leaves the records where they lie.
 * Control batches and what aborted transactions wrote are counted and passed over; the last batch may be cut off.
 * `aborted` is in the order of offsets; empty with read_uncommitted.
 */
export async function readRecordBatches(
  topic: string,
  partition: number,
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
): Promise<KafkaMessage[]> {
  const batches: FetchedBatch[] = [];
  const abortedProducers = new Set<bigint>();
  let abortedNext = 0;
  let records = 0;
  let firstOffset = -1;
  let lastOffset = -1;
  let end = 0;
  for (let at = 0; at + HEADER_BYTES <= bytes.length; at = end) {
    end = at + PREFIX_BYTES + bytes.readInt32BE(at + 8);
    if (end > bytes.length) break;
    const attributes = bytes.readInt16BE(at + 21);
    const baseOffset = readInt64(bytes, at);
    const count = bytes.readInt32BE(at + 57);
    const producerId = bytes.readBigInt64BE(at + 43);
    lastOffset = baseOffset + bytes.readInt32BE(at + 23);
    if (firstOffset < 0) firstOffset = baseOffset;
    records += Math.max(count, 1);
    for (; (aborted[abortedNext]?.firstOffset ?? Infinity) <= lastOffset; abortedNext++) {
      abortedProducers.add(aborted[abortedNext]!.producerId);
    }
    if ((attributes & CONTROL) !== 0) {
      if (count > 0 && isAbort(bytes, at + HEADER_BYTES)) abortedProducers.delete(producerId);
      continue;
    }
    if ((attributes & TRANSACTIONAL) !== 0 && abortedProducers.has(producerId)) continue;
    if (count === 0) continue;
    const maxTimestamp = readInt64(bytes, at + 35);
    const content = bytes.subarray(at + HEADER_BYTES, end);
    batches.push({
      topic,
      partition,
      bytes: (attributes & COMPRESSION) === 0 ? content : await decompressed(attributes, content),
      count,
      baseOffset,
      lastOffset,
      baseTimestamp: readInt64(bytes, at + 27),
      appendTime: (attributes & LOG_APPEND_TIME) === 0 ? null : maxTimestamp,
    });
  }
  return fetchedMessagesOf({ firstOffset, lastOffset, count: records }, batches);
}

/** A codec of kafkajs': gzip, and what the program has added; throws where there is none. */
async function decompressed(attributes: number, content: Buffer): Promise<Buffer> {
  return (await lookupCodecByAttributes(attributes)?.decompress(content)) ?? content;
}

/** The only record of a control batch: length, attributes, time and offset deltas of one byte each, key of four bytes. */
function isAbort(bytes: Buffer, recordAt: number): boolean {
  return bytes.readInt16BE(recordAt + 7) === ABORT;
}

/** Exact below 2^53: offsets, and times in ms. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}
