import { currencies, minorDigits } from '@sluice/domain';
import { freshDatabase, useStack } from '@sluice/infra/src/testing/sharedStack';
import { Client } from 'pg';
import { findMigrationsFolder, migrate } from './migrate';

const stack = useStack();

async function query<T extends object>(databaseUrl: string, text: string): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('applies every migration once, and nothing the second time', async () => {
    const databaseUrl = await freshDatabase(stack());
    expect(await migrate(databaseUrl)).toBeGreaterThan(0);
    const before = await query(databaseUrl, 'select * from drizzle.__drizzle_migrations order by id');
    expect(await migrate(databaseUrl)).toBe(0);
    expect(await query(databaseUrl, 'select * from drizzle.__drizzle_migrations order by id')).toEqual(
      before,
    );
  }, 60_000);

  it('is safe when two start at once: one works, the other finds it done', async () => {
    const databaseUrl = await freshDatabase(stack());
    const applied = await Promise.all([migrate(databaseUrl), migrate(databaseUrl), migrate(databaseUrl)]);
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
  }, 60_000);

  it('is safe on two databases of one server at once, which share the roles', async () => {
    const [first, second] = [await freshDatabase(stack()), await freshDatabase(stack())];
    const [a, b] = await Promise.all([migrate(first), migrate(second)]);
    expect(a).toBe(b);
  }, 60_000);

  it('knows every currency of the domain with its minor digits', async () => {
    const databaseUrl = await freshDatabase(stack());
    await migrate(databaseUrl);
    const rows = await query<{ code: string; minor_digits: number; whole: string }>(
      databaseUrl,
      'select code, minor_digits, (minor_unit * power(10::numeric, minor_digits))::numeric(3, 0)::text as whole from currency',
    );
    expect(rows.map((row) => row.code).sort()).toEqual([...currencies().keys()].sort());
    for (const row of rows) {
      expect(row.minor_digits).toBe(minorDigits(row.code));
      expect(row.whole).toBe('1');
    }
  }, 60_000);

  it('finds its folder from anywhere in the checkout, and says so where there is none', () => {
    expect(findMigrationsFolder(__dirname)).toMatch(/migrations$/);
    expect(() => findMigrationsFolder('/')).toThrow('no folder migrations/');
  });
});
