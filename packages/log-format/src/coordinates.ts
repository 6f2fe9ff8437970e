import { TOPICS, type TopicName } from '@sluice/domain';

/**
 * Codes of the topics that entries may come from. They are written into the log: a code is never used again for
 * another topic.
 */
export const SOURCE_TOPIC_CODES: Readonly<Partial<Record<TopicName, number>>> = {
  [TOPICS.transfers]: 1,
  [TOPICS.transferHistory]: 2,
  [TOPICS.accounts]: 3,
  [TOPICS.watchlist]: 4,
  [TOPICS.rules]: 5,
  [TOPICS.legs]: 6,
};
/** Entries that an operator writes with `npm run legs`; offset is the append time of the command. */
export const OPERATOR_SOURCE = 7;
export const OPERATOR_SOURCE_NAME = 'operator';

const NAMES = new Map<number, string>([
  ...Object.entries(SOURCE_TOPIC_CODES).map(([name, code]): [number, string] => [code, name]),
  [OPERATOR_SOURCE, OPERATOR_SOURCE_NAME],
]);

/** Name of a source code, for people. */
export function sourceName(code: number): string {
  return NAMES.get(code) ?? `source-${code}`;
}

/** One ordered lane of entries into one partition of `legs`: everything a source partition sends there. */
export interface Lane {
  /** Code of the source topic. */
  readonly source: number;
  /** Configured number of the source topic's incarnation: a recreated topic starts its offsets again. */
  readonly incarnation: number;
  readonly partition: number;
}

/** Where an entry came from: a lane, the offset of the source record, and the index among that record's entries. */
export interface Coordinates extends Lane {
  readonly offset: number;
  readonly index: number;
}

/** `transfers#1/3@1204.0`: topic, incarnation, partition, offset and index. */
export function formatCoordinates(at: Coordinates): string {
  return `${sourceName(at.source)}#${at.incarnation}/${at.partition}@${at.offset}.${at.index}`;
}
