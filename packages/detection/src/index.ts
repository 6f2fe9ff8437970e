export { createPartitionFold, FoldError, type FoldOptions, type PartitionFold } from './fold';
export { muted, type Outputs } from './outputs';
export type { FoldCounts, PartitionState } from './partitionState';
export { LATE_MS } from './streamTime';
