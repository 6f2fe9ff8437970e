import type { CaseStore } from '@sluice/case-store';
import { maskAccount } from '@sluice/domain';
import { sql } from 'drizzle-orm';

const HOPS_MAX = 8;

/**
 * The way by which traced money reached an account, victim first: `••2210→••7718→••3305`; the account alone where no
 * trace has come there yet.
 */
export async function moneyPath(store: CaseStore, account: string): Promise<string> {
  const path = [account];
  let until: string | null = null;
  for (let hop = 0; hop < HOPS_MAX; hop++) {
    const came: Hop | null = await hopInto(store, path[0] ?? account, until);
    if (came === null || path.includes(came.from)) break;
    path.unshift(came.from);
    until = came.at;
    if (came.layer <= 1) break;
  }
  return path.map(maskAccount).join('→');
}

interface Hop {
  readonly from: string;
  readonly layer: number;
  /** ISO 8601. */
  readonly at: string;
}

/** The newest traced payment into an account, not later than `until`. */
async function hopInto(store: CaseStore, account: string, until: string | null): Promise<Hop | null> {
  const { rows } = await store.db.execute<{ from: string; layer: number; at: string }>(sql`
    select from_account as "from", layer, to_json(at)#>>'{}' as at from fund_flow
    where to_account = ${account} and from_account is not null and amount_minor > 0
      and (${until}::timestamptz is null or at <= ${until}::timestamptz)
    order by fund_flow.at desc, amount_minor desc limit 1`);
  return rows[0] ?? null;
}
