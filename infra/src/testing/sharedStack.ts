import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { type Stack, type StackAddresses, type StackOptions, startStack } from '../stack';
import { HOST_VARIABLE } from './hostRegistry';
import type { HostAnswer } from './stackHost';

// The first start in a fresh clone fetches Kafka and the registry.
const START_MS_MAX = 600_000;
const STOP_MS_MAX = 60_000;
const ASK_AGAIN_MS = 100;

/** A stack of one's own: it may be stopped, killed and started again. */
export interface OwnStack extends Pick<StackOptions, 'services' | 'onProgress'> {
  readonly own: true;
}

/**
 * Gives a test file a running stack, to be called at the top of the file or of a `describe`. Without options it is the
 * one that all files of the run share: use it where names cannot clash, with `freshDatabase` for tables. Topics have fixed
 * names, so that whatever runs the pipeline asks for `{ own: true }`.
 *
 * @returns a function that has the stack from `beforeAll` on
 */
export function useStack(): () => StackAddresses;
export function useStack(options: OwnStack): () => Stack;
export function useStack(options?: OwnStack): () => StackAddresses {
  let stack: Stack | null = null;
  let addresses: StackAddresses | null = null;

  beforeAll(async () => {
    if (options === undefined) {
      addresses = await sharedStack();
    } else {
      const { own: _, ...rest } = options;
      stack = await startStack(rest);
      addresses = stack;
    }
  }, START_MS_MAX);

  afterAll(async () => {
    await stack?.stop();
  }, STOP_MS_MAX);

  return () => {
    if (addresses === null) throw new Error('the stack is there from beforeAll on: ask for it inside a test');
    return addresses;
  };
}

async function sharedStack(): Promise<StackAddresses> {
  const host = process.env[HOST_VARIABLE];
  if (host === undefined) {
    throw new Error(
      `${HOST_VARIABLE} is not set: tests that need the stack are named *.int.spec.ts or *.e2e.spec.ts and run by the jest.config.js at the root`,
    );
  }
  for (;;) {
    const answer = (await (await fetch(host)).json()) as HostAnswer;
    if (answer.state === 'up') return answer.addresses;
    if (answer.state === 'failed') throw new Error(answer.sentence);
    await delay(ASK_AGAIN_MS);
  }
}

/**
 * Makes an empty database of its own on the stack's Postgres.
 *
 * @returns its connection string, of a superuser; roles are shared by all databases of the server
 */
export async function freshDatabase(stack: Pick<StackAddresses, 'databaseUrl'>): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(stack.databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}
