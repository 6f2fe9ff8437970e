import { TOPICS, type TopicName } from '@sluice/domain';
import type { OutgoingRecord } from '@sluice/stream-runtime';
import { coordinatesOf, type ListedLetter } from './letters';

/** Headers of a record that was replayed, UTF-8 text. Nothing that decides reads them: they are for people. */
export const REPLAY_HEADERS = {
  /** Where the dead letter stands: `<partition>@<offset>`. */
  letter: 'sluice-replayed-letter',
  /** Where the refused record stood: `topic/partition@offset`. */
  source: 'sluice-replayed-source',
  /** Why it was refused. */
  code: 'sluice-replayed-code',
} as const;

/**
 * Topics whose readers know a record again by its id, so that it may come late and twice: the same transfer is a
 * duplicate, the same report opens one case. History goes back to its own topic, where it is counted and never decided.
 */
const RE_ENTERS: ReadonlySet<string> = new Set<TopicName>([
  TOPICS.transfers,
  TOPICS.transferHistory,
  TOPICS.fraudReports,
]);

/** Why a letter of another topic stays where it is. */
const STAYS: ReadonlyMap<string, string> = new Map<TopicName, string>([
  [
    TOPICS.accounts,
    'a table in which the last record of an account counts; publish the account as it is today',
  ],
  [
    TOPICS.watchlist,
    'a table in which the last record of a condition counts; publish the condition as it is today',
  ],
  [TOPICS.rules, 'an old version would become the active one; publish a mended version'],
  [TOPICS.orders, 'an order is of its moment; give it again with npm run order'],
  [TOPICS.stopPaymentStatus, 'later answers may have overtaken it; let the core publish its answer again'],
]);

/** A record of ours that a reader of ours refused is a bug: it comes again once the build is mended. */
const STAYS_ELSE =
  'no input of people or banks that may come again; mend the writer, then let it write again';

export interface ReplayPlan {
  /** Letters that re-enter, oldest record first. */
  readonly entering: readonly ListedLetter[];
  /** Refused before with the same key and bytes: the latest of them stands for all. */
  readonly repeated: number;
  /** Letters that stay, by topic, with the reason. */
  readonly staying: ReadonlyMap<string, { readonly letters: number; readonly why: string }>;
}

/** Which of the chosen letters re-enter, and why the others do not. */
export function planReplay(chosen: readonly ListedLetter[]): ReplayPlan {
  const latest = new Map<string, ListedLetter>();
  const staying = new Map<string, { letters: number; why: string }>();
  let repeated = 0;
  for (const letter of chosen) {
    if (!RE_ENTERS.has(letter.sourceTopic)) {
      const why = STAYS.get(letter.sourceTopic) ?? STAYS_ELSE;
      const letters = (staying.get(letter.sourceTopic)?.letters ?? 0) + 1;
      staying.set(letter.sourceTopic, { letters, why });
      continue;
    }
    const same = `${letter.sourceTopic} ${letter.key?.toString('hex')} ${letter.value?.toString('hex')}`;
    if (latest.delete(same)) repeated += 1;
    latest.set(same, letter);
  }
  return { entering: [...latest.values()], repeated, staying };
}

/**
 * The record as it came, for the partition where it stood: its copies and statuses are there, whatever partitioner its
 * writer uses.
 */
export function replayRecord(letter: ListedLetter): OutgoingRecord {
  return {
    key: letter.key,
    value: letter.value,
    partition: letter.sourcePartition,
    headers: {
      [REPLAY_HEADERS.letter]: letter.id,
      [REPLAY_HEADERS.source]: coordinatesOf(letter),
      [REPLAY_HEADERS.code]: letter.code,
    },
  };
}
