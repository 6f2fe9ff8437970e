import { type Account, keyHash, type Transfer } from '@sluice/domain';
import { ENTRY_TYPES, FrameBuilder, type Lane, writeJson, writeTransferBody } from '@sluice/log-format';
import type { ConsumedRecord, PolledBatch } from '@sluice/stream-runtime';

export const PARTITIONS = 4;

/** A partition's records in order, as a broker keeps them. */
export type LogPartition = ConsumedRecord[];

/** Topics in memory: appended to by key, read in any interleaving of partitions. */
export interface MemoryLog {
  append(topic: string, key: string | null, value: Buffer | null, headers?: Record<string, Buffer>): void;
  appendTo(topic: string, partition: number, value: Buffer): void;
  partitions(): LogPartition[];
}

/** An empty log; each record is appended one second after the last. */
export function memoryLog(start: number): MemoryLog {
  const partitions = new Map<string, LogPartition>();
  let now = start;
  const push = (
    topic: string,
    partition: number,
    key: string | null,
    value: Buffer | null,
    headers: Record<string, Buffer> = {},
  ): void => {
    const name = `${topic}/${partition}`;
    const records = partitions.get(name) ?? [];
    partitions.set(name, records);
    now += 1_000;
    records.push({
      topic,
      partition,
      offset: BigInt(records.length),
      timestamp: now,
      key: key === null ? null : Buffer.from(key, 'utf8'),
      value,
      headers,
    });
  };
  return {
    append: (topic, key, value, headers) =>
      push(topic, key === null ? 0 : keyHash(key) % PARTITIONS, key, value, headers),
    appendTo: (topic, partition, value) => push(topic, partition, null, value),
    partitions: () => [...partitions.values()],
  };
}

/** One entry of `legs` with the lane and the source offset that it came from. */
export interface LegsEntry {
  readonly offset: number;
  readonly type: 'DEBIT' | 'STATUS' | 'LEDGER_ONLY' | 'HISTORY_DEBTOR' | 'HISTORY_CREDITOR' | 'ACCOUNT';
  readonly transfer?: Transfer;
  readonly accountId?: string;
  readonly account?: Account | null;
}

/** The bytes of one frame with these entries, all from source partition 0. */
export function frameOf(entries: readonly LegsEntry[]): Buffer {
  const builder = new FrameBuilder();
  for (const entry of entries) {
    const lane: Lane = { source: entry.type === 'ACCOUNT' ? 3 : 1, incarnation: 0, partition: 0 };
    builder.append(lane, entry.offset, 0, typeOf(entry), (body) => {
      if (entry.type === 'ACCOUNT')
        return writeJson(body, { accountId: entry.accountId, account: entry.account });
      if (entry.type !== 'DEBIT') body.u8(flagOf(entry));
      writeTransferBody(body, entry.transfer!);
    });
  }
  return Buffer.concat(builder.take());
}

function typeOf({ type }: LegsEntry): number {
  if (type === 'DEBIT') return ENTRY_TYPES.DEBIT;
  if (type === 'ACCOUNT') return ENTRY_TYPES.ACCOUNT;
  return type === 'STATUS' || type === 'LEDGER_ONLY' ? ENTRY_TYPES.STATUS : ENTRY_TYPES.HISTORY;
}

function flagOf({ type }: LegsEntry): number {
  return type === 'LEDGER_ONLY' || type === 'HISTORY_CREDITOR' ? 1 : 0;
}

/** Polls that bring every partition once, in an order and in cuts that `choose` decides. */
export function* interleave(
  log: readonly LogPartition[],
  choose: (below: number) => number,
): Generator<PolledBatch[]> {
  const next = log.map(() => 0);
  for (;;) {
    const open = log.flatMap((records, index) => (next[index]! < records.length ? [index] : []));
    if (open.length === 0) return;
    const polled = new Set(open.filter(() => choose(2) === 0));
    if (polled.size === 0) polled.add(open[choose(open.length)]!);
    yield [...polled].map((index) => {
      const records = log[index]!;
      const from = next[index]!;
      const to = Math.min(records.length, from + 1 + choose(4));
      next[index] = to;
      const { topic, partition } = records[from]!;
      return { topic, partition, records: records.slice(from, to), highWatermark: BigInt(records.length) };
    });
  }
}
