import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Stack, type StackAddresses, StackError, startStack } from '../stack';

/** What the host says of the shared stack. */
export type HostAnswer =
  | { readonly state: 'starting' }
  | { readonly state: 'up'; readonly addresses: StackAddresses }
  | { readonly state: 'failed'; readonly sentence: string };

export interface StackHost {
  readonly url: string;
  /** Stops the stack where one was started. */
  close(): Promise<void>;
}

/**
 * Lives in the process that started jest and starts one stack for all test files of the run when the first of them asks;
 * a run without such a file starts none.
 */
export async function openStackHost(): Promise<StackHost> {
  let starting: Promise<Stack> | null = null;
  let answer: HostAnswer = { state: 'starting' };

  function start(): Promise<Stack> {
    const started = startStack();
    started.then(
      ({ brokers, registryUrl, databaseUrl, env }) => {
        answer = { state: 'up', addresses: { brokers, registryUrl, databaseUrl, env } };
      },
      (error: unknown) => {
        answer = { state: 'failed', sentence: sentenceOf(error) };
      },
    );
    return started;
  }

  const server = createServer((_, response) => {
    starting ??= start();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      // A stack that did not start has been told to the tests that asked for it.
      const stack = await starting?.catch(() => null);
      await stack?.stop();
    },
  };
}

function sentenceOf(error: unknown): string {
  if (error instanceof StackError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
