import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { runGuarded } from '../process/guardedProcess';
import { lastWords, tailOf } from '../process/logFile';
import { StackError } from '../stackError';
import { type PostgresBinaries, postgresBinaries } from './postgresBinaries';
import { type PostgresUser, postgresUser } from './postgresUser';
import type { ServerRecipe } from './server';

export interface PostgresOptions {
  readonly folder: string;
  readonly logFile: string;
  readonly port: number;
  /** Data that will be thrown away need not survive a power cut. */
  readonly throwAway: boolean;
}

// It listens on this machine only, and is not the place for real data: the password keeps nobody out.
const USER = 'sluice';
const PASSWORD = 'sluice';
const DATABASE = 'sluice';

/** A superuser's connection string for a database on the embedded server. */
export function databaseUrlOf(port: number, database = DATABASE): string {
  return `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

export function postgresRecipe(options: PostgresOptions): ServerRecipe {
  const { folder, logFile, port } = options;
  const data = join(folder, 'data');
  return {
    name: 'postgres',
    title: 'PostgreSQL',
    logFile,
    ports: { postgres: port },
    readyMsMax: 60_000,
    stopSignal: 'INT',
    // Immediate shutdown: its children, each in a session of its own, are ended with it.
    throwAwaySignal: 'QUIT',
    prepare: async () => {
      mkdirSync(folder, { recursive: true });
      const binaries = postgresBinaries();
      const user = postgresUser([binaries.home, folder]);
      if (!existsSync(join(data, 'PG_VERSION'))) await initialise(options, binaries, user);
      return user.as({
        command: binaries.postgres,
        args: ['-D', data, '-p', String(port), ...serverSettings(options.throwAway)],
      });
    },
    isReady: () => answers(databaseUrlOf(port, 'postgres')),
    finish: () => createMissingDatabase(port),
    // After SIGKILL its children see that it is gone, and go, a moment later.
    isPassing: (log) => log.includes('pre-existing shared memory block'),
  };
}

function serverSettings(throwAway: boolean): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    // Partitions of many services' transactions come and go: planning is worth more than compiling.
    'jit=off',
    ...(throwAway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

/** A new cluster, made beside its place and moved there when complete, so that a start that was cut short is repeated. */
async function initialise(
  { folder, logFile, throwAway }: PostgresOptions,
  binaries: PostgresBinaries,
  user: PostgresUser,
): Promise<void> {
  const made = join(folder, 'data.new');
  const passwordFile = join(folder, 'password');
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { mode: 0o700 });
  writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
  if (user.owner !== null) {
    for (const path of [folder, made, passwordFile]) chownSync(path, user.owner.uid, user.owner.gid);
  }
  const log = logFile.replace(/\.log$/, '-initdb.log');
  const command = user.as({
    command: binaries.initdb,
    args: [
      `--pgdata=${made}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      ...(throwAway ? ['--no-sync'] : []),
    ],
  });
  const status = await runGuarded(command, log, { signal: 'KILL', graceS: 1, remove: null }).exited;
  rmSync(passwordFile, { force: true });
  if (status !== 0) {
    throw new StackError(
      'SERVER_FAILED',
      `PostgreSQL's data folder could not be made (initdb ended with status ${status}): see ${log}, which ends: ${lastWords(tailOf(log))}`,
    );
  }
  renameSync(made, join(folder, 'data'));
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    // Refused, or starting up or shutting down still.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createMissingDatabase(port: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrlOf(port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
