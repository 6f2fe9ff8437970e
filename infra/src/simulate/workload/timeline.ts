import {
  type Account,
  partitionOf,
  TOPICS,
  type TopicName,
  type Transfer,
  watchlistKey,
} from '@sluice/domain';
import type { EventCodec } from '@sluice/event-codec';
import { defaultRules, defaultRulesRecord, encodeRulesRecord } from '@sluice/heuristics';
import type { SeededRandom } from '../world/seededRandom';
import { type BankBook, bankBook } from './bankBook';

/** What a record is meant to be, so that the check need not decode what it checks. */
export type Meaning =
  | { readonly kind: 'TRANSFER'; readonly transfer: Transfer; readonly refusedByCheck: boolean }
  | { readonly kind: 'UNREADABLE' }
  | { readonly kind: 'ACCOUNT'; readonly accountId: string }
  | { readonly kind: 'LISTING'; readonly targets: 'ALL' | { readonly account: string } }
  | { readonly kind: 'RULES' };

/** A record that the bank publishes, `atMs` after the start of the run (below 0: before it). */
export interface Publication {
  readonly atMs: number;
  readonly topic: TopicName;
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly meaning: Meaning;
}

export interface Workload {
  readonly partitions: number;
  readonly publications: readonly Publication[];
  /** Published when all faults are over: one record more in every partition, so that every commit is made once more. */
  readonly closing: readonly Publication[];
}

const BEFORE = -1;

/** Everything that the bank publishes in one seed. */
export function drawWorkload(
  random: SeededRandom,
  codec: EventCodec,
  startAt: number,
  activeMs: number,
): Workload {
  const partitions = random.between(2, 4);
  const book = bankBook(random, startAt);
  const write = publisher(codec, partitions);
  const publications: Publication[] = [
    ...book.accounts.map((account) => write.account(BEFORE, account)),
    ...before(random, book, write, startAt),
    ...transfers(random, book, write, startAt, activeMs),
    ...tables(random, book, write, startAt, activeMs),
  ];
  if (random.chance(0.5)) publications.push(write.rules(Math.floor(activeMs / 2), 'default-2'));
  return { partitions, publications, closing: closing(book, write, startAt, partitions) };
}

type Publisher = ReturnType<typeof publisher>;

function publisher(codec: EventCodec, partitions: number) {
  const keyed = (
    atMs: number,
    topic: TopicName,
    key: string,
    value: Buffer | null,
    meaning: Meaning,
  ): Publication => ({
    atMs,
    topic,
    partition: partitionOf(key, partitions),
    key,
    value,
    meaning,
  });
  return {
    account: (atMs: number, account: Account): Publication =>
      keyed(atMs, TOPICS.accounts, account.accountId, codec.accounts.encode(account), {
        kind: 'ACCOUNT',
        accountId: account.accountId,
      }),
    transfer(atMs: number, topic: TopicName, transfer: Transfer, refusedByCheck = false): Publication {
      const bytes = codec.transfers.encode(transfer);
      return keyed(atMs, topic, transfer.transferId, bytes, { kind: 'TRANSFER', transfer, refusedByCheck });
    },
    unreadable: (atMs: number, key: string, value: Buffer | null): Publication =>
      keyed(atMs, TOPICS.transfers, key, value, { kind: 'UNREADABLE' }),
    listing(atMs: number, entry: ReturnType<BankBook['listing']>, removed: boolean): Publication {
      const targets = entry.kind === 'ACCOUNT' ? { account: entry.value } : ('ALL' as const);
      const bytes = removed ? null : codec.watchlist.encode(entry);
      return keyed(atMs, TOPICS.watchlist, watchlistKey(entry), bytes, { kind: 'LISTING', targets });
    },
    rules(atMs: number, version: string): Publication {
      const value = Buffer.from(
        encodeRulesRecord(defaultRulesRecord({ ...defaultRules, version }, atMs + 1)),
      );
      return { atMs, topic: TOPICS.rules, partition: 0, key: version, value, meaning: { kind: 'RULES' } };
    },
  };
}

function before(random: SeededRandom, book: BankBook, write: Publisher, startAt: number): Publication[] {
  const history: Publication[] = [];
  for (let index = random.between(0, 20); index > 0; index--) {
    const past = book.transfer(`past-${index}`, startAt - random.between(1, 30) * 86_400_000);
    const settled = { ...past, status: random.chance(0.9) ? 'SETTLED' : 'REJECTED' } as const;
    history.push(write.transfer(BEFORE, TOPICS.transferHistory, settled));
    if (random.chance(0.1)) history.push(write.transfer(BEFORE, TOPICS.transferHistory, settled));
  }
  return history;
}

function transfers(
  random: SeededRandom,
  book: BankBook,
  write: Publisher,
  startAt: number,
  activeMs: number,
): Publication[] {
  const out: Publication[] = [];
  const count = random.pick([40, 40, 40, 40, 40, 40, 50, 60, 80, 120, 400]);
  const publish = (atMs: number, transfer: Transfer, refusedByCheck = false): void =>
    void out.push(write.transfer(atMs, TOPICS.transfers, transfer, refusedByCheck));
  for (let index = 0; index < count; index++) {
    const atMs = random.between(0, activeMs);
    const behindMs = random.pick([0, 0, 0, 5_000, 2 * 3_600_000]);
    const transfer = book.transfer(`t-${index}`, startAt + atMs - behindMs);
    const later = (): number => atMs + random.between(0, 2_000);
    if (random.chance(0.03)) {
      publish(atMs, { ...transfer, amountMinor: 0 }, true);
      continue;
    }
    publish(atMs, transfer);
    if (random.chance(0.15)) publish(later(), transfer);
    if (random.chance(0.05)) publish(later(), { ...transfer, amountMinor: transfer.amountMinor + 1 });
    if (random.chance(0.4)) {
      const status = random.pick(['SETTLED', 'REJECTED', 'CANCELLED'] as const);
      publish(later(), { ...transfer, status, statusAt: transfer.statusAt + random.between(1, 500) });
    }
    if (random.chance(0.05)) publish(later(), returnOf(transfer, `r-${index}`, startAt + atMs));
    if (random.chance(0.04)) out.push(write.unreadable(atMs, `bad-${index}`, unreadable(random)));
  }
  return out;
}

/** The money comes back: a transfer of its own, from the creditor to the debtor. */
function returnOf(transfer: Transfer, id: string, occurredAt: number): Transfer {
  return {
    ...transfer,
    transferId: id,
    kind: 'RETURN',
    status: 'SETTLED',
    statusAt: occurredAt,
    occurredAt,
    debtorAccount: transfer.creditorAccount,
    creditorAccount: transfer.debtorAccount,
    relatesTo: transfer.transferId,
  };
}

/** No value at all, a schema that nobody registered, or noise. */
function unreadable(random: SeededRandom): Buffer | null {
  return random.pick([
    null,
    Buffer.from([0, 0, 0, 3, 231, 1, 2, 3]),
    Buffer.from([7, 7, 7]),
    Buffer.alloc(0),
  ]);
}

function tables(
  random: SeededRandom,
  book: BankBook,
  write: Publisher,
  startAt: number,
  activeMs: number,
): Publication[] {
  const out: Publication[] = [];
  for (let left = random.between(0, 6); left > 0; left--) {
    const atMs = random.between(BEFORE, activeMs);
    out.push(write.listing(atMs, book.listing(startAt), false));
    if (random.chance(0.3))
      out.push(write.listing(atMs + random.between(0, 1_000), book.listing(startAt), true));
  }
  for (let left = random.between(0, 6); left > 0; left--) {
    const account = random.pick(book.accounts);
    out.push(
      write.account(random.between(0, activeMs), { ...account, identityVerified: random.chance(0.5) }),
    );
  }
  return out;
}

function closing(book: BankBook, write: Publisher, startAt: number, partitions: number): Publication[] {
  const out: Publication[] = [write.rules(0, 'default-3')];
  const missing = new Map<TopicName, Set<number>>();
  const wants = (topic: TopicName): Set<number> => {
    const set =
      missing.get(topic) ?? new Set(Array.from({ length: partitions }, (_, partition) => partition));
    missing.set(topic, set);
    return set;
  };
  const offer = (publication: Publication): void => {
    if (wants(publication.topic).delete(publication.partition)) out.push(publication);
  };
  const [first] = book.accounts;
  if (first === undefined) throw new RangeError('a bank without accounts');
  for (let index = 0; [...missing.values()].some((set) => set.size > 0) || index === 0; index++) {
    const transfer = book.transfer(`closing-${index}`, startAt);
    offer(write.transfer(0, TOPICS.transfers, transfer));
    offer(
      write.transfer(0, TOPICS.transferHistory, {
        ...transfer,
        transferId: `closing-past-${index}`,
        status: 'SETTLED',
      }),
    );
    offer(write.account(0, { ...first, accountId: `SIM:closing${index}` }));
    const entry = { ...book.listing(startAt), kind: 'DEVICE', value: `closing-${index}` } as const;
    offer(write.listing(0, entry, false));
  }
  return out;
}
