export { ByteSink } from './byteSink';
export {
  DEAD_LETTER_HEADERS,
  type DeadLetterCoordinates,
  type DeadLetterRecord,
  fromDeadLetterRecord,
  toDeadLetterRecord,
} from './deadLetters/deadLetterRecord';
export { createEventCodec, type EventCodec, offlineEventCodec } from './eventCodec';
export type { JsonProblemCode } from './json/jsonCodec';
export { decodeOrder, encodeOrder } from './json/order';
export { decodeStopPaymentEvent, encodeStopPaymentEvent } from './json/stopPaymentEvent';
export { decodeInboxEntry, encodeInboxEntry } from './json/stopPaymentInbox';
export type { Judgement, TransferIdBytes } from './quick/writeDecision';
export type { DecodeProblemCode, Decoding, NeedsSchema } from './records/decoding';
export type { RecordCodec } from './records/recordCodec';
export { registerAll, type SchemaIds } from './registry/registerAll';
export type { RegistryAddress } from './registry/registryAddress';
export { IncompatibleSchema, RegistryRefused, RegistryUnavailable } from './registry/registryErrors';
export { connectRegistry, type RegisteredSchema, type SchemaRegistry } from './registry/schemaRegistry';
export {
  EMBEDDED_PARTITIONS,
  PARTITIONS_MAX,
  type TopicProfile,
  type TopicSpec,
  topicSpecs,
} from './topics/topicSpecs';
export {
  type Compatibility,
  subjectOf,
  type TopicContent,
  type TopicEntry,
  topicEntry,
  topicTable,
} from './topics/topicTable';
