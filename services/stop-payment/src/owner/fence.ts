import { randomUUID } from 'node:crypto';
import type { OutgoingRecord } from '@sluice/stream-runtime';

/**
 * Marks the end of what an older owner wrote: a reader never sees the last control marker of a partition, so the new
 * owner writes a record of its own and reads until it. Other readers skip it: it has no key and type FENCE.
 */
export interface Fence {
  readonly type: 'FENCE';
  readonly fenceId: string;
  /** Offset of the inbox from which the new owner goes on; null: from the first. */
  readonly from: string | null;
  readonly at: number;
}

export function newFence(from: bigint | null, at: number): Fence {
  return { type: 'FENCE', fenceId: randomUUID(), from: from === null ? null : from.toString(), at };
}

export function fenceRecord(fence: Fence, partition: number): OutgoingRecord {
  return { key: null, value: JSON.stringify(fence), partition };
}

/** The id of a FENCE record, or null where the record is an event. */
export function fenceIdOf(record: {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}): string | null {
  if (record.key !== null || record.value === null) return null;
  const parsed: unknown = JSON.parse(record.value.toString('utf8'));
  return isFence(parsed) ? parsed.fenceId : null;
}

function isFence(value: unknown): value is Fence {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'FENCE' &&
    'fenceId' in value &&
    typeof value.fenceId === 'string'
  );
}
