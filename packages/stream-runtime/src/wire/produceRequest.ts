import type { EncodedMessages } from '../recordBatch/kafkajsMessages';
import { BATCH_OVERHEAD_BYTES } from '../recordBatch/recordFormat';
import { crc32c } from './crc32c';

/** What kafkajs gives to the encoder of a produce request. */
export interface ProduceOptions {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null | undefined;
  readonly producerId: bigint | number | string;
  readonly producerEpoch: number;
  readonly compression?: number | undefined;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: EncodedMessages;
    }[];
  }[];
}

/** What kafkajs takes an encoded request for: an Encoder of its own. */
export interface EncodedRequest {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

const MAGIC = 2;
const TRANSACTIONAL = 16;
/** Offset, length, leader epoch, magic and checksum: the checksum covers what comes behind them. */
const UNCHECKED_BYTES = 21;

/**
 * A produce request (versions 3 to 7, one form) in one buffer of the right size. kafkajs builds it from the inside out,
 * each layer copied into the next: eight copies of all records, and a zeroed buffer for each.
 */
export function encodeProduceRequest(options: ProduceOptions): EncodedRequest {
  const { acks, timeout, topicData } = options;
  const transactionalId = options.transactionalId ?? null;
  const buffer = Buffer.allocUnsafe(sizeOf(transactionalId, topicData));
  let at = writeString(buffer, 0, transactionalId);
  at = buffer.writeInt16BE(acks, at);
  at = buffer.writeInt32BE(timeout, at);
  at = buffer.writeInt32BE(topicData.length, at);
  for (const { topic, partitions } of topicData) {
    at = writeString(buffer, at, topic);
    at = buffer.writeInt32BE(partitions.length, at);
    for (const { partition, firstSequence, messages } of partitions) {
      at = buffer.writeInt32BE(partition, at);
      at = buffer.writeInt32BE(BATCH_OVERHEAD_BYTES + messages.encoded.bytes.length, at);
      at = writeBatch(buffer, at, firstSequence, messages, options);
    }
  }
  return { buf: buffer, buffer };
}

function writeBatch(
  buffer: Buffer,
  start: number,
  firstSequence: number,
  { encoded: { bytes, count } }: EncodedMessages,
  { transactionalId, producerId, producerEpoch }: ProduceOptions,
): number {
  const now = BigInt(Date.now());
  let at = buffer.writeBigInt64BE(0n, start); // first offset
  at = buffer.writeInt32BE(BATCH_OVERHEAD_BYTES - 12 + bytes.length, at);
  at = buffer.writeInt32BE(0, at); // partition leader epoch
  at = buffer.writeInt8(MAGIC, at);
  const checksumAt = at;
  at = buffer.writeInt16BE(transactionalId == null ? 0 : TRANSACTIONAL, at + 4);
  at = buffer.writeInt32BE(count - 1, at); // last offset delta
  at = buffer.writeBigInt64BE(now, at);
  at = buffer.writeBigInt64BE(now, at);
  at = buffer.writeBigInt64BE(BigInt(producerId), at);
  at = buffer.writeInt16BE(producerEpoch, at);
  at = buffer.writeInt32BE(firstSequence, at);
  at = buffer.writeInt32BE(count, at);
  bytes.copy(buffer, at);
  const end = at + bytes.length;
  buffer.writeUInt32BE(crc32c(buffer.subarray(start + UNCHECKED_BYTES, end)), checksumAt);
  return end;
}

function sizeOf(transactionalId: string | null, topicData: ProduceOptions['topicData']): number {
  let size = 2 + Buffer.byteLength(transactionalId ?? '') + 2 + 4 + 4;
  for (const { topic, partitions } of topicData) {
    size += 2 + Buffer.byteLength(topic) + 4;
    for (const { messages } of partitions) size += 8 + BATCH_OVERHEAD_BYTES + messages.encoded.bytes.length;
  }
  return size;
}

function writeString(buffer: Buffer, at: number, text: string | null): number {
  if (text === null) return buffer.writeInt16BE(-1, at);
  const length = Buffer.byteLength(text);
  buffer.write(text, buffer.writeInt16BE(length, at), length, 'utf8');
  return at + 2 + length;
}
