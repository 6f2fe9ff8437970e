import type { Account } from '@sluice/domain';
import type { LegFacts } from '../legFacts';

/** A Tuesday noon in 2026, far from a day's edge. */
export const NOON = Date.UTC(2026, 2, 3, 12);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

let nextTransfer = 1;

/** A leg with a transfer of its own; `counterparty` is any small number. */
export function leg(facts: Partial<LegFacts> & { counterparty?: number }): LegFacts {
  const { counterparty = 1, ...rest } = facts;
  return {
    direction: 'OUT',
    transferHash: nextTransfer++ * 7_919,
    counterpartyHash: counterparty * 2_654_435_761,
    amountMinor: 10_000,
    currency: 'EUR',
    at: NOON,
    ...rest,
  };
}

export function account(facts: Partial<Account> = {}): Account {
  return {
    accountId: 'BANK:1',
    aliases: [],
    kind: 'CURRENT',
    status: 'OPEN',
    currency: 'EUR',
    institution: 'BANK',
    branch: null,
    holderIds: ['C-17'],
    holderKind: 'PERSON',
    openedAt: Date.UTC(1968, 4, 1),
    identityVerified: true,
    birthYear: 1951,
    phone: 'a1b2c3',
    dailyLimitMinor: null,
    protection: null,
    ...facts,
  };
}
