import type { Lane } from '@sluice/log-format';
import type { Outputs } from '../outputs';
import type { PartitionState } from '../partitionState';

/**
 * The entry being applied: where it stands in `legs`, so that what it makes has coordinates of its own. One object, filled
 * again for every entry.
 */
export interface Step {
  readonly state: PartitionState;
  out: Outputs;
  /** This partition of `legs` as a source of entries. */
  readonly lane: Lane;
  /** Offset of the frame in this partition. */
  offset: number;
  /** Index that the entry's own output entries begin at: unique per entry of the frame. */
  index: number;
  /** Append time of the frame, epoch ms. */
  appendTime: number;
}

/** Output entries that one entry may make; indexes of a frame's outputs are ordinal × this and up. */
export const OUTPUTS_PER_ENTRY = 4;
