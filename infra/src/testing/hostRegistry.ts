import type { StackHost } from './stackHost';

/** Where test files find the host; jest's workers inherit it from the process that set it. */
export const HOST_VARIABLE = 'SLUICE_TEST_STACK_HOST';

// jest loads setup and teardown as modules of their own: what they share must lie outside of them.
const holder = globalThis as { sluiceStackHost?: StackHost | undefined };

export function keepHost(host: StackHost): void {
  holder.sluiceStackHost = host;
  process.env[HOST_VARIABLE] = host.url;
}

export function takeHost(): StackHost | undefined {
  const host = holder.sluiceStackHost;
  holder.sluiceStackHost = undefined;
  delete process.env[HOST_VARIABLE];
  return host;
}
