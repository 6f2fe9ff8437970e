import { RegistryRefused } from './registryErrors';

/** Where the registry is, and how we say who we are. */
export interface RegistryAddress {
  /** Base of the Confluent-compatible API, for Apicurio `http://host:port/apis/ccompat/v7`. */
  readonly url: string;
  /** Basic authentication; null or left out: none. */
  readonly auth?: { readonly username: string; readonly password: string } | null;
}

/** Longest wait for an answer of the registry, ms. */
export const ANSWER_WITHIN_MS = 10_000;

/** The base of every path, without a slash at its end. Throws RegistryRefused where it is no address to ask. */
export function registryBase({ url }: RegistryAddress): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new RegistryRefused(`${JSON.stringify(url)} is no http or https address of a schema registry`, 0);
  if (parsed.username !== '' || parsed.password !== '')
    throw new RegistryRefused('give the registry’s user name and password apart, not inside its address', 0);
  return url.replace(/\/+$/, '');
}
