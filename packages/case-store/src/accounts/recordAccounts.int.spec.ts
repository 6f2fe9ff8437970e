import type { Account } from '@sluice/domain';
import { eq } from 'drizzle-orm';
import { account, accountVersion, watchlistEntry } from '../schema';
import { anAccount, MORNING } from '../testing/builders';
import { useCaseStore } from '../testing/useCaseStore';
import { type AccountFact, recordAccounts, recordWatchlist, type WatchlistFact } from './recordAccounts';

const store = useCaseStore();

function version(accountId: string, sourceOffset: number, facts: Partial<Account> | null): AccountFact {
  return {
    accountId,
    account: facts === null ? null : anAccount(accountId, facts),
    sourceIncarnation: 0,
    sourceOffset,
    appendTime: MORNING + sourceOffset,
  };
}

const record = (...facts: AccountFact[]) => store().db.transaction((tx) => recordAccounts(tx, facts));
const known = async (accountId: string) =>
  (await store().db.select().from(account).where(eq(account.accountId, accountId)))[0];

describe('master data of accounts', () => {
  it('is what the bank published last, whatever is read again', async () => {
    await record(version('A-1', 5, { branch: 'B-2' }), version('A-1', 3, { branch: 'B-1' }));
    await record(version('A-1', 4, { branch: 'B-0' }), version('A-1', 3, { branch: 'B-1' }));
    expect(await known('A-1')).toMatchObject({ branch: 'B-2', sourceOffset: 5, removed: false });
    const versions = await store()
      .db.select()
      .from(accountVersion)
      .where(eq(accountVersion.accountId, 'A-1'));
    expect(versions.map(({ sourceOffset }) => sourceOffset).sort()).toEqual([3, 4, 5]);
  });

  it('of a topic that was made anew comes after that of the old one', async () => {
    await record(version('A-2', 900, { branch: 'OLD' }));
    await record({ ...version('A-2', 1, { branch: 'NEW' }), sourceIncarnation: 1 });
    expect(await known('A-2')).toMatchObject({ branch: 'NEW' });
  });

  it('outlives its withdrawal, with a word of it', async () => {
    await record(version('A-3', 1, { branch: 'B-1' }), version('A-3', 2, null));
    expect(await known('A-3')).toMatchObject({ branch: 'B-1', removed: true });
    await record(version('A-3', 1, { branch: 'B-1' }));
    expect(await known('A-3')).toMatchObject({ removed: true });
    await record(version('A-3', 3, { branch: 'B-9' }));
    expect(await known('A-3')).toMatchObject({ branch: 'B-9', removed: false });
  });

  it('of an account that is only ever withdrawn is no row', async () => {
    await record(version('A-4', 1, null));
    expect(await known('A-4')).toBeUndefined();
  });
});

describe('the watchlist', () => {
  const key = 'ACCOUNT:BANKA:mule-1:BOTH';
  const entry = {
    kind: 'ACCOUNT',
    value: 'BANKA:mule-1',
    disposition: 'SUSPECTED',
    perspective: 'BOTH',
    source: 'police',
    listedAt: MORNING,
    expiresAt: null,
  } as const;
  const list = (...facts: WatchlistFact[]) => store().db.transaction((tx) => recordWatchlist(tx, facts));
  const listed = async () =>
    (await store().db.select().from(watchlistEntry).where(eq(watchlistEntry.key, key)))[0];

  it('keeps the last word on each condition, and a removal as one', async () => {
    await list({ key, entry, sourceOffset: 1, appendTime: MORNING });
    await list({ key, entry: null, sourceOffset: 3, appendTime: MORNING });
    await list({
      key,
      entry: { ...entry, disposition: 'CONFIRMED_FRAUD' },
      sourceOffset: 2,
      appendTime: MORNING,
    });
    expect(await listed()).toMatchObject({ removed: true, disposition: null, value: 'BANKA:mule-1' });
    await list({ key, entry, sourceOffset: 4, appendTime: MORNING });
    expect(await listed()).toMatchObject({ removed: false, disposition: 'SUSPECTED' });
  });

  it('leaves out a record whose key is none', async () => {
    await list({ key: 'nonsense', entry, sourceOffset: 9, appendTime: MORNING });
    expect((await store().db.select().from(watchlistEntry)).map((row) => row.key)).toEqual([key]);
  });
});
