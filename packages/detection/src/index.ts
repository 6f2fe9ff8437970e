export type { Generation, Imageable } from '@sluice/log-format';
export { DecisionView } from './decisionView';
export { createPartitionFold, FoldError, type FoldOptions, type PartitionFold } from './fold';
export { partitionImage, stateDigest } from './image/partitionImage';
export { muted, type Outputs } from './outputs';
export type { FoldCounts, PartitionState } from './partitionState';
export { LATE_MS } from './streamTime';
