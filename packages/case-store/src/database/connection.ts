import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, type PoolConfig } from 'pg';
import * as schema from '../schema';

/** The case store's database as repositories take it. */
export type CaseDatabase = NodePgDatabase<typeof schema>;
/** A transaction of it; every repository takes either. */
export type CaseTransaction = Parameters<Parameters<CaseDatabase['transaction']>[0]>[0];

export interface CaseStore {
  readonly db: CaseDatabase;
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface CaseStoreOptions {
  /** Most connections of this process; default 4. */
  readonly connectionsMax?: number;
  /** Shown in pg_stat_activity; default `sluice`. */
  readonly applicationName?: string;
  /** How long a query may take before it counts as a passing fault (a server that vanished says nothing); default: for ever. */
  readonly queryTimeoutMs?: number;
}

/** Opens a pool on the case store; connections are made when first needed. */
export function openCaseStore(databaseUrl: string, options: CaseStoreOptions = {}): CaseStore {
  const config: PoolConfig = {
    connectionString: databaseUrl,
    max: options.connectionsMax ?? 4,
    application_name: options.applicationName ?? 'sluice',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(options.queryTimeoutMs === undefined ? {} : { query_timeout: options.queryTimeoutMs }),
  };
  const pool = new Pool(config);
  // An idle connection that the server closes must not end the process: the next query opens a new one or fails itself.
  pool.on('error', () => undefined);
  // The same for one that is in use: its query fails by itself, and without a listener the process would end.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool, { schema }), pool, close: () => pool.end() };
}
