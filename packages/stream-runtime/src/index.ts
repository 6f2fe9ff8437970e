export type { TopicSpec } from './admin/createTopics';
export { PartitionCountError } from './admin/createTopics';
export * from './api';
export { reasonOf, sleep, untilItWorks } from './backoff';
export {
  type Checkpoints,
  openCheckpoints,
  type Restored,
} from './checkpoint/checkpoints';
export { type ImagedPartition, type ImageKeeper, keepImages } from './checkpoint/keepImages';
export {
  type ClusterConnection,
  connectKafka,
  connectKafkaOrExit,
  type KafkaConnectionSettings,
  whileConnected,
} from './connectKafka';
export { OffsetGapError } from './consumer/recordsOf';
export { type AvroDecoder, avroDecoder, UNKNOWN_SCHEMA_PAUSE_MS } from './decoding/avroDecoder';
export { type Logger, silentLogger } from './logger';
export { RecordTooLargeError } from './producer/encodeRecords';
export { plainRecords } from './recordBatch/plainRecords';
export { RecordBatch } from './recordBatch/recordBatch';
export { type RunningService, runService, type ServiceParts } from './service/runService';
