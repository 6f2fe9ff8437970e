import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

// Any constant will do: advisory locks are numbers that the programs of one database agree on.
const MIGRATION_LOCK = 0x534c4943;

/**
 * Brings the database to the newest migration. Safe to run again (nothing happens) and by two at once: an advisory lock
 * lets one work while the others wait, and what it applied they find done. Returns how many migrations were applied.
 */
export async function migrate(
  databaseUrl: string,
  migrationsFolder = findMigrationsFolder(__dirname),
): Promise<number> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'sluice-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const before = await appliedCount(client);
    await applyMigrations(drizzle(client), { migrationsFolder });
    return (await appliedCount(client)) - before;
  } finally {
    // The lock is the session's: it goes with the connection, also where a migration failed.
    await client.end();
  }
}

async function appliedCount(client: Client): Promise<number> {
  const exists = await client.query<{ name: string | null }>(
    `select to_regclass('drizzle.__drizzle_migrations')::text as name`,
  );
  if (exists.rows[0]?.name == null) return 0;
  const counted = await client.query<{ applied: number }>(
    'select count(*)::int as applied from drizzle.__drizzle_migrations',
  );
  return counted.rows[0]?.applied ?? 0;
}

/** The folder `migrations/` of the checkout that `from` lies in, also where this file was bundled elsewhere. */
export function findMigrationsFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'migrations');
    if (existsSync(join(candidate, 'meta', '_journal.json'))) return candidate;
    if (dirname(folder) === folder)
      throw new Error(`no folder migrations/ with meta/_journal.json above ${from}`);
  }
}
