import type { WatchlistEntry } from '@sluice/domain';
import type { Population } from '../population/population';
import type { Period } from '../simulation/period';
import { DAY } from '../simulation/time';
import type { MuleNetwork } from './networks';

/**
 * What the bank knows before the live period begins: a few traces of gangs (a device, an address, a phone, accounts),
 * payees that it trusts, and entries that have nothing to do with anyone here.
 */
export function watchlistOf(
  population: Population,
  networks: readonly MuleNetwork[],
  period: Period,
): readonly WatchlistEntry[] {
  const { business, strangers } = population;
  const at = period.liveFrom;
  const entries: WatchlistEntry[] = [];
  const list = (
    kind: WatchlistEntry['kind'],
    value: string | null | undefined,
    disposition: WatchlistEntry['disposition'],
    rest: Partial<WatchlistEntry> = {},
  ): void => {
    if (value === null || value === undefined) return;
    const known = { perspective: 'BOTH', source: 'bank', listedAt: at - 9 * DAY, expiresAt: null } as const;
    entries.push({ kind, value, disposition, ...known, ...rest });
  };
  list('ACCOUNT', business.taxOffice.accountId, 'TRUSTED', { perspective: 'CREDITOR' });
  for (const utility of business.utilities)
    list('ACCOUNT', utility.accountId, 'TRUSTED', { perspective: 'CREDITOR' });
  list('DEVICE', networks[0]?.deviceId, 'CONFIRMED_FRAUD', { source: 'police' });
  list('IP', networks[1]?.ipAddress, 'SUSPECTED', { source: 'consortium' });
  // Lists err: an address that many honest people share, and an honest customer.
  list('IP', business.publicAddresses[0], 'SUSPECTED', { source: 'consortium' });
  list('ACCOUNT', population.people[population.people.length >> 1]?.current.accountId, 'SUSPECTED', {
    source: 'consortium',
  });
  list('ACCOUNT', networks[1]?.offUs[0]?.accountId, 'CONFIRMED_FRAUD', { source: 'consortium' });
  list('ACCOUNT', networks[2]?.offUs[1]?.accountId, 'SUSPECTED', { perspective: 'CREDITOR' });
  list('PHONE', networks[2]?.second[0]?.party.master?.phone, 'CONFIRMED_FRAUD', { source: 'police' });
  list('ACCOUNT', networks[3]?.first[0]?.party.accountId, 'SUSPECTED');
  list('ACCOUNT', networks[4]?.offUs[2]?.accountId, 'BLOCKED', { perspective: 'CREDITOR', source: 'police' });
  for (let i = 0; i < 20; i++)
    list('ACCOUNT', `LT0${i}00399990000${String(900_000 + i)}`, 'CONFIRMED_FRAUD', { source: 'consortium' });
  for (let i = 0; i < 10; i++)
    list('DEVICE', `dev-seen-elsewhere-${i}`, 'SUSPECTED', { source: 'consortium' });
  // One that has lapsed: an honest account that was once suspected.
  list('ACCOUNT', strangers[0]?.accountId, 'SUSPECTED', {
    listedAt: at - 60 * DAY,
    expiresAt: at - 30 * DAY,
  });
  return entries;
}
