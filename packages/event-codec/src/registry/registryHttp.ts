import { types } from 'node:util';
import { ANSWER_WITHIN_MS, type RegistryAddress, registryBase } from './registryAddress';
import { failureOfStatus, noAnswer } from './registryFailure';

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json';
/** How much of an answer that is no registry's is quoted, characters. */
const QUOTED_MAX = 200;

/** An answer: 2xx, or a 404 or 409 that the registry itself gave. */
export interface RegistryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export type RegistryRequest = (
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
) => Promise<RegistryAnswer>;

/**
 * One plain HTTP request to the registry, for what its client library cannot do or tell (docs/decisions/0011). Throws
 * RegistryUnavailable for what passes, RegistryRefused for what a person must correct; a 404 or 409 in the registry's
 * own words is an answer, since the caller knows what it means.
 */
export function registryHttp(address: RegistryAddress): RegistryRequest {
  const base = registryBase(address);
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
      // The client library follows no redirect, so an address that needs one is refused at the start, not in the night.
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answerOf(what, status, text);
  };
}

async function ask(what: string, url: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw noAnswer(what, reasonOf(error), error);
  }
}

function answerOf(what: string, status: number, text: string): RegistryAnswer {
  const body = parseObject(text);
  const known = status < 300 || status === 404 || status === 409;
  const inItsOwnWords = body !== null && ('error_code' in body || status < 300);
  if (known && inItsOwnWords) return { status, body };
  throw failureOfStatus(
    status,
    what,
    typeof body?.message === 'string' ? body.message : text.slice(0, QUOTED_MAX),
  );
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

/** The network's own words, which fetch keeps in the cause of its "fetch failed". */
function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const { cause } = error;
  return types.isNativeError(cause) && cause.message !== '' ? cause.message : error.message;
}
