import { drizzle } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import * as schema from '../schema';
import type { CaseDatabase, CaseStore, CaseTransaction } from './connection';
import { type CopyIn, copyIn } from './copyIn';

// Made once a connection: it goes through the whole schema.
const databases = new WeakMap<PoolClient, CaseDatabase>();

/**
 * Runs `work` in one transaction that may also `copy` rows in. A connection on which anything failed is closed, not given
 * back: what state it is in is not known.
 */
export async function copyTransaction<T>(
  store: CaseStore,
  work: (tx: CaseTransaction, copyIn: CopyIn) => Promise<T>,
): Promise<T> {
  const client = await store.pool.connect();
  let failed = true;
  try {
    const database = databases.get(client) ?? drizzle(client, { schema });
    databases.set(client, database);
    const result = await database.transaction((tx) =>
      work(tx, (statement, blocks) => copyIn(client, statement, blocks)),
    );
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}
