import { asc, inArray, isNull, sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import type { CaseStore, CaseTransaction } from '../database/connection';
import { outbox } from '../schema';

/** A record to be sent once the transaction that decided it is committed. */
export interface OutboxMessage {
  readonly topic: string;
  readonly key: string | null;
  readonly payload: Buffer;
}

/** Puts records into the outbox, in the transaction that decides them. */
export async function putIntoOutbox(tx: CaseTransaction, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.insert(outbox).values(
    messages.map(({ topic, key, payload }) => ({
      topic,
      key: key === null ? null : Buffer.from(key, 'utf8'),
      payload,
    })),
  );
}

/** What the relay needs of a producer; SerialProducer of @sluice/stream-runtime fits. */
export interface OutboxProducer {
  send(
    topics: readonly {
      topic: string;
      records: readonly { key: Buffer | null; value: Buffer }[];
    }[],
  ): Promise<void>;
}

const BATCH_MAX = 500;
// One relay at a time, so that records leave in the order of their ids.
const RELAY_LOCK = 0x4f555442;

/**
 * Sends what waits in the outbox, oldest first, and marks it published; returns how many records went out. A crash
 * between sending and marking sends them again: at least once, so receivers act once per id. Where another relay is at
 * work it returns 0 at once. No transaction is open while the producer works, however long that takes.
 */
export async function relayOutbox(store: CaseStore, producer: OutboxProducer): Promise<number> {
  const holder = await store.pool.connect();
  try {
    const lock = await holder.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      RELAY_LOCK,
    ]);
    if (lock.rows[0]?.mine !== true) return 0;
    for (let sent = 0; ; ) {
      const batch = await relayBatch(store, producer);
      sent += batch;
      if (batch < BATCH_MAX) return sent;
    }
  } finally {
    await unlock(holder);
  }
}

/** Gives the lock back, also where it was not had; a connection that cannot do that is closed, and the lock goes with it. */
async function unlock(holder: PoolClient): Promise<void> {
  try {
    await holder.query('select pg_advisory_unlock_all()');
    holder.release();
  } catch {
    holder.release(true);
  }
}

async function relayBatch({ db }: CaseStore, producer: OutboxProducer): Promise<number> {
  const waiting = await db
    .select()
    .from(outbox)
    .where(isNull(outbox.publishedAt))
    .orderBy(asc(outbox.id))
    .limit(BATCH_MAX);
  if (waiting.length === 0) return 0;
  const byTopic = new Map<string, { key: Buffer | null; value: Buffer }[]>();
  for (const { topic, key, payload } of waiting) {
    const records = byTopic.get(topic) ?? [];
    records.push({ key, value: payload });
    byTopic.set(topic, records);
  }
  await producer.send([...byTopic].map(([topic, records]) => ({ topic, records })));
  await db
    .update(outbox)
    .set({ publishedAt: sql`now()` })
    .where(
      inArray(
        outbox.id,
        waiting.map(({ id }) => id),
      ),
    );
  return waiting.length;
}
