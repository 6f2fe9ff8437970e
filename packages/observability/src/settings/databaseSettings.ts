import { type EnvironmentReader, quoted } from './environment';
import type { DatabaseSettings } from './settings';

const EXAMPLE = 'postgres://user:password@host:5432/database';

/** Reads DATABASE_URL; null where it is missing or wrong. What it holds is never echoed but for protocol, host and path. */
export function readDatabaseSettings(reader: EnvironmentReader): DatabaseSettings | null {
  const name = 'DATABASE_URL';
  const value = reader.required(name, `a connection string ${EXAMPLE}`);
  if (value === null) return null;
  if (!URL.canParse(value)) {
    reader.refuse(
      'SETTING_INVALID',
      `${name} holds something that is not a URL (not shown, it may have a password in it): it must look like ${EXAMPLE}, with special characters of the password percent-encoded.`,
    );
    return null;
  }
  const url = new URL(value);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    reader.refuse(
      'SETTING_INVALID',
      `${name} begins with ${quoted(url.protocol)}: it must begin with postgres:// or postgresql://, as in ${EXAMPLE}.`,
    );
    return null;
  }
  // A host may also come as the query parameter of a socket folder, postgres://user@/database?host=/run/postgresql.
  if (url.hostname === '' && !url.searchParams.has('host')) {
    reader.refuse('SETTING_INVALID', `${name} names no host: it must look like ${EXAMPLE}.`);
    return null;
  }
  if (url.pathname.length < 2) {
    reader.refuse(
      'SETTING_INVALID',
      `${name} names no database after ${quoted(url.host)}: it must look like ${EXAMPLE}.`,
    );
    return null;
  }
  return { url: value };
}
