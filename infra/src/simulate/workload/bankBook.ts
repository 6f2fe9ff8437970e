import type { Account, Transfer, WatchlistEntry } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { SeededRandom } from '../world/seededRandom';

/** A small bank: few accounts, some of them in much of what happens. */
export interface BankBook {
  readonly accounts: readonly Account[];
  /** Another transfer between its accounts. */
  transfer(id: string, occurredAt: number): Transfer;
  listing(at: number): WatchlistEntry;
}

const DEVICES = ['device-1', 'device-2', 'device-3'] as const;

export function bankBook(random: SeededRandom, startAt: number): BankBook {
  const accounts = Array.from({ length: random.between(4, 16) }, (_, index): Account => {
    const accountId = `SIM:${String.fromCharCode(65 + index)}${random.between(100, 999)}`;
    return {
      accountId,
      aliases: [],
      kind: random.pick(['CURRENT', 'CURRENT', 'CURRENT', 'SAVINGS', 'MERCHANT']),
      status: 'OPEN',
      currency: 'EUR',
      institution: null,
      branch: null,
      holderIds: [`holder-${index % 5}`],
      holderKind: 'PERSON',
      openedAt: startAt - random.pick([2, 400, 4_000]) * 86_400_000,
      identityVerified: random.chance(0.8),
      birthYear: random.pick([null, 1940, 1990]),
      phone: random.pick([null, 'phone-1', 'phone-2']),
      dailyLimitMinor: null,
      protection: null,
    };
  });
  const hot = accounts.slice(0, 2);
  const hotShare = random.pick([0.1, 0.4, 0.7]);
  const anyone = (): string => random.pick(random.chance(hotShare) ? hot : accounts).accountId;

  return {
    accounts,
    transfer(id, occurredAt) {
      const cash = random.chance(0.05);
      const debtorAccount = anyone();
      const others = accounts.filter(({ accountId }) => accountId !== debtorAccount);
      const drawn = anyone();
      const creditorAccount = cash
        ? `CASH:T${random.between(1, 3)}`
        : drawn === debtorAccount
          ? random.pick(others).accountId
          : drawn;
      return transferOf({
        transferId: id,
        status: random.chance(0.6) ? 'INITIATED' : 'SETTLED',
        statusAt: occurredAt,
        kind: cash ? 'CASH_WITHDRAWAL' : random.pick(['CREDIT_TRANSFER', 'CREDIT_TRANSFER', 'CARD_PAYMENT']),
        debtorAccount,
        creditorAccount,
        creditorKind: cash ? 'CASH' : 'PERSON',
        amountMinor: random.pick([1_000, 9_900, 90_000, 400_000, 2_000_000]) + random.between(0, 99),
        occurredAt,
        deviceId: random.pick([null, ...DEVICES]),
        sessionSignals: random.chance(0.1) ? ['ACTIVE_CALL', 'REMOTE_ACCESS'] : [],
        payeeNameMatch: random.pick(['NOT_CHECKED', 'MATCH', 'NO_MATCH']),
        debtorBalanceMinor: random.pick([null, 500_000, 2_100_000]),
      });
    },
    listing(at) {
      const onDevice = random.chance(0.4);
      return {
        kind: onDevice ? 'DEVICE' : 'ACCOUNT',
        value: onDevice ? random.pick(DEVICES) : random.pick(accounts).accountId,
        disposition: random.pick(['BLOCKED', 'SUSPECTED', 'CONFIRMED_FRAUD', 'TRUSTED']),
        perspective: random.pick(['BOTH', 'CREDITOR']),
        source: 'simulation',
        listedAt: at,
        expiresAt: random.pick([null, at + 3_000]),
      };
    },
  };
}
