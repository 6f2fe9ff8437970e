import { freshDatabase, useStack } from '@sluice/infra/src/testing/sharedStack';
import { type CaseStore, openCaseStore } from '../database/connection';
import { migrate } from '../database/migrate';

/** A migrated database of its own on the stack's Postgres, and its address. */
export interface TestCaseStore extends CaseStore {
  readonly databaseUrl: string;
}

const START_MS_MAX = 600_000;

/** Gives a test file an empty case store from `beforeAll` on; to be called at the top of the file. */
export function useCaseStore(): () => TestCaseStore {
  const stack = useStack();
  let store: TestCaseStore | null = null;
  beforeAll(async () => {
    store = await freshCaseStore(stack());
  }, START_MS_MAX);
  afterAll(() => store?.close());
  return () => {
    if (store === null)
      throw new Error('the case store is there from beforeAll on: ask for it inside a test');
    return store;
  };
}

/** Another empty case store on the same Postgres; whoever asks closes it. */
export async function freshCaseStore(stack: Parameters<typeof freshDatabase>[0]): Promise<TestCaseStore> {
  const databaseUrl = await freshDatabase(stack);
  await migrate(databaseUrl);
  return { ...openCaseStore(databaseUrl, { connectionsMax: 8 }), databaseUrl };
}
