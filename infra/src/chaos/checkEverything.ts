import { TOPICS } from '@sluice/domain';
import type { BankStatistics } from '@sluice/synthetic-bank';
import type { RunningPipeline } from '../pipeline/runningPipeline';
import { type BooksChecked, checkBooks } from './check/books';
import { checkDeadLetters, type DeadLettersChecked } from './check/deadLetters';
import { checkDecisions, type DecisionsChecked } from './check/decisions';
import { collectDifferences, type Differences } from './check/differences';
import type { RowsChecked } from './check/rows';
import { type CommandsChecked, checkCommands, checkEvents, type EventsChecked } from './check/stopPayments';
import { checkTables, readBooks } from './read/readPostgres';
import { type DecisionTime, readTopics } from './read/readTopics';

export interface Checked {
  /** Records on `transfers`. */
  readonly published: number;
  /** From the first to the last of them, ms of the broker's clock. */
  readonly publishedWithinMs: number;
  /** Transfers that must be decided, by the records on `transfers`. */
  readonly toDecide: number;
  readonly partitions: number;
  readonly decisions: DecisionsChecked;
  readonly decisionTimes: readonly DecisionTime[];
  readonly commands: CommandsChecked;
  readonly events: EventsChecked;
  readonly deadLetters: DeadLettersChecked;
  readonly tables: readonly RowsChecked[];
  readonly books: BooksChecked;
  /** What the bank counted itself and the topics do not bear out, and records that cannot be read. */
  readonly other: Differences;
}

/** Reads every topic and every checked table back, and holds them against each other. */
export async function checkEverything(
  { connection, codec, store }: Pick<RunningPipeline, 'connection' | 'codec' | 'store'>,
  bank: Pick<BankStatistics, 'transfers' | 'deadLettersByCode'>,
): Promise<Checked> {
  const topics = await readTopics({ connection, codec });
  const toDecide = topics.ledger.toDecide();
  const other = collectDifferences();
  for (const place of topics.unreadable)
    other.add(`the record ${place} cannot be read and is in no dead letter`);
  if (toDecide.size !== bank.transfers)
    other.add(`the bank published ${bank.transfers} transfers, on the topic there are ${toDecide.size}`);
  return {
    published: topics.published,
    publishedWithinMs: topics.publishedWithinMs,
    toDecide: toDecide.size,
    partitions: await connection.partitionCount(TOPICS.legs),
    decisions: checkDecisions(toDecide, topics.decisions),
    decisionTimes: topics.decisionTimes,
    commands: checkCommands(topics.commands),
    events: checkEvents(topics.events),
    deadLetters: checkDeadLetters(bank.deadLettersByCode, topics.letters),
    tables: await checkTables(store, topics),
    books: checkBooks(await readBooks(store)),
    other: other.result('records'),
  };
}
