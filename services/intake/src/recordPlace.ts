import type { Lane } from '@sluice/log-format';

/** Where a record of a table stood. */
export interface RecordPlace {
  readonly lane: Lane;
  readonly offset: number;
  readonly key: string | null;
  /** Record timestamp, epoch ms. */
  readonly appendedAt: number;
}
