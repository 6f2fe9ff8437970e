import { RegistryRefused, RegistryUnavailable } from './registryErrors';

const PASSING_STATUSES: readonly number[] = [408, 425, 429];

/** Nothing came back for `request` (method and address): the network, a time-out, a connection that broke. */
export function noAnswer(request: string, reason: string, cause?: unknown): RegistryUnavailable {
  return new RegistryUnavailable(`the schema registry does not answer (${request}): ${reason}`, { cause });
}

/** What a failing HTTP status means: a fault that passes, or one that a person must correct, with a hint how. */
export function failureOfStatus(
  status: number,
  request: string,
  words: string,
): RegistryUnavailable | RegistryRefused {
  const sentence = `the schema registry answers ${status} (${request})${words === '' ? '' : `: ${words}`}`;
  return status >= 500 || PASSING_STATUSES.includes(status)
    ? new RegistryUnavailable(sentence)
    : new RegistryRefused(`${sentence}${hintFor(status)}`, status);
}

function hintFor(status: number): string {
  if (status === 401 || status === 403) return '; check the registry’s user name and password';
  if (status === 409 || status === 422) return '';
  return '; the address must be the base of the Confluent-compatible API, for Apicurio …/apis/ccompat/v7';
}
