import { Client } from 'pg';
import { freshDatabase, useStack } from './sharedStack';

jest.setTimeout(60_000);

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the stack that the files of a run share', () => {
  const stack = useStack();
  const sameStack = useStack();

  test('whoever asks gets the same one, up', async () => {
    expect(stack().env).toEqual(sameStack().env);
    expect((await fetch(`${stack().registryUrl}/subjects`)).status).toBe(200);
  });

  test('a fresh database is empty and its own', async () => {
    const [one, other] = await Promise.all([freshDatabase(stack()), freshDatabase(stack())]);
    await query(one, 'CREATE TABLE ledger (transfer_id text)');
    expect(await query(one, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([
      { tablename: 'ledger' },
    ]);
    expect(await query(other, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
  });
});
