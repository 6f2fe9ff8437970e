/** Every kind of fault that a seed may draw; the report counts each, so that one sees that all occurred. */
export const FAULT_KINDS = [
  'request lost',
  'answer lost',
  'request late',
  'not appended',
  'appended, answer unsure',
  'refused for good',
  'appended, refused for good',
  'partition withheld',
  'fetch cut short',
  'broker away',
  'process killed',
  'process killed at a request',
  'process paused past its session',
  'process paused briefly',
  'process stopped cleanly',
  'process added',
  'group rebalanced',
  'commit gone back',
  'commit expired',
  'topic compacted',
  'checkpoint torn',
  'checkpoint corrupted',
  'checkpoint lost',
  'log cut to its images',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** How often each kind happened. */
export type FaultCounts = Record<FaultKind, number>;

export function noFaults(): FaultCounts {
  return Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultCounts; // one entry per kind, by construction
}
