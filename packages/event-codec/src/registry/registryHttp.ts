import { RegistryRefused, RegistryUnavailable } from './registryErrors';

/** Longest wait for an answer of the registry, ms. */
const TIMEOUT_MS = 10_000;
const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
const PASSING_STATUSES: readonly number[] = [408, 425, 429];

export interface RegistryAddress {
  /** Base of the Confluent-compatible API, for Apicurio `http://host:port/apis/ccompat/v7`. */
  readonly url: string;
  /** Basic authentication; null or left out: none. */
  readonly auth?: { readonly username: string; readonly password: string } | null;
}

/** An answer: 2xx, or a 404 or 409 that the registry itself gave. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type RegistryRequest = (
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  body?: unknown,
) => Promise<RegistryAnswer>;

/**
 * One HTTP request to the registry. Throws RegistryUnavailable for what passes, RegistryRefused for what a person must
 * correct; a 404 or 409 in the registry's own words is an answer, since the caller knows what it means.
 */
export function registryHttp(address: RegistryAddress): RegistryRequest {
  const base = parseUrl(address.url);
  const headers: Record<string, string> = {
    accept: `${CONTENT_TYPE}, application/json`,
    'content-type': CONTENT_TYPE,
  };
  if (address.auth != null) {
    const credentials = `${address.auth.username}:${address.auth.password}`;
    headers.authorization = `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;
  }
  return async (method, path, body) => {
    const what = `${method} ${base}${path}`;
    const { status, text } = await ask(what, `${base}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf(what, status, text);
  };
}

async function ask(what: string, url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new RegistryUnavailable(`the schema registry does not answer (${what}): ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function answerOf(what: string, status: number, text: string): RegistryAnswer {
  const body = parseObject(text);
  const detail = typeof body?.message === 'string' ? body.message : text.slice(0, 200);
  if (status >= 500 || PASSING_STATUSES.includes(status))
    throw new RegistryUnavailable(`the schema registry answers ${status} (${what}): ${detail}`);
  const inItsOwnWords = body !== null && ('error_code' in body || status < 300);
  if (inItsOwnWords && (status < 300 || status === 404 || status === 409)) return { status, body };
  throw new RegistryRefused(
    `the schema registry answers ${status} (${what}): ${detail}${hintFor(status)}`,
    status,
  );
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return '; check the registry’s user name and password';
  if (status === 422) return '';
  return '; the address must be the base of the Confluent-compatible API, for Apicurio …/apis/ccompat/v7';
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    return Array.isArray(parsed) ? { list: parsed } : { ...parsed };
  } catch {
    return null;
  }
}

function parseUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new RegistryRefused(`${JSON.stringify(url)} is no http or https address of a schema registry`, 0);
  if (parsed.username !== '' || parsed.password !== '')
    throw new RegistryRefused('give the registry’s user name and password apart, not inside its address', 0);
  return url.replace(/\/+$/, '');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
