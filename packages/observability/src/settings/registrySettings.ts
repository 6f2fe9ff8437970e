import { type EnvironmentReader, quoted } from './environment';
import type { RegistrySettings } from './settings';

/** Reads SCHEMA_REGISTRY_*; null where something is wrong, which `reader` then knows. */
export function readRegistrySettings(reader: EnvironmentReader): RegistrySettings | null {
  const url = readUrl(reader);
  const username = reader.optional('SCHEMA_REGISTRY_USERNAME');
  const password = reader.secret('SCHEMA_REGISTRY_PASSWORD');
  if ((username === null) !== (password === null)) {
    const [there, missing] = username === null ? ['PASSWORD', 'USERNAME'] : ['USERNAME', 'PASSWORD'];
    reader.refuse(
      'SETTING_CONFLICT',
      `SCHEMA_REGISTRY_${there} is set, but SCHEMA_REGISTRY_${missing} is not: set both, or neither.`,
    );
    return null;
  }
  if (url === null) return null;
  return { url, auth: username === null || password === null ? null : { username, password } };
}

function readUrl(reader: EnvironmentReader): string | null {
  const name = 'SCHEMA_REGISTRY_URL';
  const value = reader.required(name, 'the http or https address of the schema registry');
  if (value === null) return null;
  if (/^[a-z]*:?\/\/[^/]*@/i.test(value)) {
    reader.refuse(
      'SETTING_INVALID',
      `${name} holds a user or password: put them into SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD.`,
    );
    return null;
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    reader.refuse(
      'SETTING_INVALID',
      `${name} holds ${quoted(value)}: it must be an http or https address without a query, for example http://registry:8080/apis/ccompat/v7.`,
    );
    return null;
  }
  return value.replace(/\/+$/, '');
}
