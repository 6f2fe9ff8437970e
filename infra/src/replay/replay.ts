import { TOPICS, type Transfer } from '@sluice/domain';
import { type EventCodec, fromDeadLetterRecord } from '@sluice/event-codec';
import {
  type KafkaConnection,
  type OutgoingRecord,
  type RunningConsumer,
  sleep,
} from '@sluice/stream-runtime';
import type { CsvRow } from './csvRow';
import { type CsvProblem, readCsv } from './readCsv';
import { createTally, type ReplayTally } from './tally';
import { setOf, settled, toTransfer } from './toTransfer';

export interface ReplayOptions {
  readonly connection: KafkaConnection;
  readonly codec: EventCodec;
  readonly file: string;
  /** Rows a second; null: as fast as decisions come back. */
  readonly rate: number | null;
  /** Rows that may wait for their decision at once: bounds how far partitions can drift apart. */
  readonly window?: number;
  readonly quietMsMax?: number;
  readonly onProgress?: (progress: ReplayProgress) => void;
}

export interface ReplayProgress {
  readonly published: number;
  readonly decided: number;
  readonly refused: number;
}

export interface ReplayResult extends ReplayProgress, ReturnType<ReplayTally['result']> {
  readonly set: string;
  readonly rows: number;
  /** Rows that could not be published, by line. */
  readonly problems: readonly CsvProblem[];
  /** Rows that intake refused, by line. */
  readonly deadLetters: readonly CsvProblem[];
  /** Rows for which nothing came back, by line: intake knew their transferId, or no pipeline runs. */
  readonly unanswered: readonly CsvProblem[];
  readonly settled: number;
  readonly seconds: number;
  readonly transfersPerSecond: number;
}

const WINDOW_DEFAULT = 4_000;
/** With rows waiting, no decision and no dead letter for this long ends the replay: nothing more is coming. */
export const QUIET_MS_MAX = 30_000;
// kafkajs groups a send's records by partition in quadratic time.
const RECORDS_PER_SEND_MAX = 500;
const IDLE_MS = 2;

interface Waiting {
  readonly row: CsvRow;
  readonly line: number;
  readonly transfer: Transfer;
}

/**
 * Publishes a labelled file as a bank core would: each row INITIATED in the file's order and, unless its decision stops
 * it, SETTLED; waits for a decision or a dead letter for every row, and holds the outcomes against the labels.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const { connection, codec } = options;
  const producer = await connection.producer('replay');
  const tally = createTally();
  const waiting = new Map<string, Waiting>();
  /** Line of the file by transferId: a second row of an id is no second transfer. */
  const lineOf = new Map<string, number>();
  let heardAt = performance.now();
  const toSettle: Transfer[] = [];
  const problems: CsvProblem[] = [];
  const deadLetters: CsvProblem[] = [];
  let published = 0;
  let decided = 0;
  let settledCount = 0;
  let rows = 0;
  let set = '';
  const startedAt = performance.now();

  const consumer = await connection.startConsumer({
    groupId: `replay-${process.pid}-${Date.now()}`,
    topics: [TOPICS.decisions, TOPICS.deadLetters],
    commit: 'external',
    // Only what this replay causes.
    startOffset: async ({ topic, partition }) => (await connection.endOffsets(topic)).get(partition) ?? 0n,
    async handle(batches) {
      for (const { topic, records } of batches) {
        for (const record of records) {
          heardAt = performance.now();
          if (topic === TOPICS.deadLetters) takeDeadLetter(record);
          else if (record.value !== null) await takeDecision(record.value);
        }
      }
    },
  });
  await untilAssigned(consumer);

  async function takeDecision(value: Buffer): Promise<void> {
    const decoded = await codec.decisions.decode(value);
    if (!decoded.ok) throw new Error(decoded.problem.sentence);
    const { transferId, outcome } = decoded.value;
    const found = waiting.get(transferId);
    if (found === undefined || outcome === 'UNKNOWN') return;
    waiting.delete(transferId);
    decided += 1;
    tally.count(found.row, outcome);
    if (outcome !== 'HOLD') toSettle.push(found.transfer);
  }

  function takeDeadLetter(record: Parameters<typeof fromDeadLetterRecord>[0]): void {
    const letter = fromDeadLetterRecord(record);
    if (!letter.ok) return;
    const transferId = letter.value.key?.toString('utf8') ?? '';
    const found = waiting.get(transferId);
    if (found === undefined) return;
    waiting.delete(transferId);
    deadLetters.push({ line: found.line, sentence: `${letter.value.code}: ${letter.value.sentence}` });
  }

  const record = (transfer: Transfer): OutgoingRecord => ({
    key: transfer.transferId,
    value: codec.transfers.encode(transfer),
  });
  const send = async (batch: readonly Transfer[]): Promise<void> => {
    const settling = toSettle
      .splice(0, RECORDS_PER_SEND_MAX)
      .map((transfer) => settled(transfer, ++settledCount));
    if (batch.length + settling.length === 0) return sleep(IDLE_MS);
    await producer.send([{ topic: TOPICS.transfers, records: [...settling, ...batch].map(record) }]);
    published += batch.length;
    options.onProgress?.({ published, decided, refused: deadLetters.length });
  };
  const mayPublish = (): boolean =>
    waiting.size < (options.window ?? WINDOW_DEFAULT) &&
    (options.rate === null || rows <= ((performance.now() - startedAt) / 1_000) * options.rate);

  const isQuiet = (): boolean =>
    waiting.size > 0 && performance.now() - heardAt > (options.quietMsMax ?? QUIET_MS_MAX);

  const publishAll = async (): Promise<void> => {
    let batch: Transfer[] = [];
    for await (const line of readCsv(options.file)) {
      if (!('row' in line)) {
        problems.push(line);
        continue;
      }
      if (set === '') set = setOf(line.row.transferId);
      const transfer = toTransfer(line.row, { set });
      const earlier = lineOf.get(transfer.transferId);
      if (earlier !== undefined) {
        problems.push({
          line: line.line,
          sentence: `transferId ${transfer.transferId} stands in line ${earlier} already`,
        });
        continue;
      }
      lineOf.set(transfer.transferId, line.line);
      rows += 1;
      while (!mayPublish() && !isQuiet()) {
        await send(batch);
        batch = [];
      }
      if (isQuiet()) break;
      waiting.set(transfer.transferId, { row: line.row, line: line.line, transfer });
      batch.push(transfer);
      if (batch.length >= RECORDS_PER_SEND_MAX) {
        await send(batch);
        batch = [];
      }
    }
    await send(batch);
    while ((waiting.size > 0 && !isQuiet()) || toSettle.length > 0) {
      const failure = consumer.failure();
      if (failure !== null) throw failure;
      await send([]);
    }
  };
  try {
    await publishAll();
  } finally {
    await consumer.stop();
    await producer.close();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    set,
    rows,
    published,
    decided,
    refused: deadLetters.length,
    settled: settledCount,
    problems,
    deadLetters,
    unanswered: [...waiting.values()].map(({ line }) => ({
      line,
      sentence:
        'no decision and no dead letter came: intake knows this transferId from before, or no pipeline runs there',
    })),
    seconds: Math.round(seconds * 10) / 10,
    transfersPerSecond: Math.round(decided / seconds),
    ...tally.result(),
  };
}

async function untilAssigned(consumer: RunningConsumer): Promise<void> {
  while (consumer.state() === 'joining') await sleep(IDLE_MS);
}
