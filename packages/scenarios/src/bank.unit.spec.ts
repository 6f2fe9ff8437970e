import { accountIdProblem, isFinalStatus, TOPICS, type Transfer } from '@sluice/domain';
import { createSyntheticBank, type SyntheticBank } from './bank';
import type { Emission, TransferEmission } from './emission';
import { availableMinor, isOurs } from './population/party';
import { HOUR, MINUTE } from './simulation/time';
import { ENDS_AT, smallBank } from './testing/builders';
import { driveBank, type StubSluice } from './testing/stubSluice';
import { FRAUD_PATTERNS, HONEST_PATTERNS, LAUNDERING_PATTERNS, PREPARATION_PATTERNS } from './truth/label';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

const ALLOW_ALL: StubSluice = { decide: () => 'ALLOW', actsOnReports: false };
const STRICT: StubSluice = {
  decide: (_, label) => (label.class === 'HONEST' ? 'ALLOW' : 'HOLD'),
  actsOnReports: true,
};

function transfersIn(emissions: readonly Emission[]): TransferEmission[] {
  return emissions.filter((emission) => emission.topic === TOPICS.transfers);
}

function recordsOf(emissions: readonly Emission[], form: 'NEW' | 'STATUS' | 'DUPLICATE'): Transfer[] {
  return transfersIn(emissions).flatMap((emission) => (emission.form === form ? [emission.record] : []));
}

/** Checks what must hold after every step: all money adds up to 0, and nobody here spends what is not there. */
function expectSoundBooks(bank: SyntheticBank): void {
  let total = 0;
  let broken = 0;
  for (const party of bank.parties) {
    total += party.balanceMinor;
    if (isOurs(party) && (party.balanceMinor < 0 || party.lienMinor < 0 || party.pendingMinor < 0)) broken++;
    if (isOurs(party) && party.balanceMinor < party.lienMinor + party.heldMinor) broken++;
  }
  expect({ total, broken }).toEqual({ total: 0, broken: 0 });
}

describe('a synthetic bank', () => {
  it('is the same bank, record by record, for the same seed and the same calls', () => {
    const once = () => {
      const bank = smallBank({ customers: 200 });
      const past = bank.advance(bank.period.liveFrom - 1);
      return JSON.stringify([bank.masterData(), past, driveBank(bank, STRICT), bank.truth.sums()]);
    };
    const first = once();
    expect(once() === first).toBe(true);
    const other = smallBank({ customers: 200, seed: 8 });
    expect(JSON.stringify(other.masterData())).not.toBe(
      JSON.stringify(smallBank({ customers: 200 }).masterData()),
    );
  });

  it('has a past that is settled, in order, and undecided', () => {
    const bank = smallBank();
    const past = bank.advance(bank.period.liveFrom - 1);
    expect(past.length).toBeGreaterThan(2_000);
    let last = 0;
    for (const emission of past) {
      if (emission.topic !== TOPICS.transferHistory) throw new Error(`${emission.topic} in the past`);
      const { record } = emission;
      expect(
        record.status === 'SETTLED' && record.decideBy === null && record.bookedAt === record.occurredAt,
      ).toBe(true);
      expect(record.occurredAt).toBeGreaterThanOrEqual(last);
      expect(record.occurredAt).toBeLessThan(bank.period.liveFrom);
      last = record.occurredAt;
      if (record.kind === 'CARD_PAYMENT')
        expect(record.occurredAt).toBeGreaterThanOrEqual(bank.period.historyCardsFrom);
    }
    expectSoundBooks(bank);
  });

  it('publishes well-formed accounts, and every account of ours that a transfer names', () => {
    const bank = smallBank();
    const known = new Set<string>();
    const master = bank.masterData();
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, ALLOW_ALL);
    for (const emission of [...master, ...emissions]) {
      if (emission.topic === TOPICS.accounts) known.add(emission.record.accountId);
    }
    for (const record of recordsOf(emissions, 'NEW')) {
      expect(accountIdProblem(record.debtorAccount) ?? accountIdProblem(record.creditorAccount)).toBeNull();
      if (record.debtorOwnership === 'OURS') expect(known.has(record.debtorAccount)).toBe(true);
      if (record.creditorOwnership === 'OURS') expect(known.has(record.creditorAccount)).toBe(true);
      expect(record.debtorAccount).not.toBe(record.creditorAccount);
      expect(Number.isSafeInteger(record.amountMinor) && record.amountMinor > 0).toBe(true);
    }
  });

  it('keeps its books: all money adds up, and no balance, lien or reservation is ever negative', () => {
    const bank = smallBank();
    bank.advance(bank.period.liveFrom - 1);
    let step = 0;
    driveBank(bank, STRICT, (now) => {
      if (step++ % 20 === 0) expectSoundBooks(now);
    });
    expectSoundBooks(bank);
    for (const party of bank.parties) {
      if (isOurs(party)) expect(availableMinor(party) + party.pendingMinor).toBeGreaterThanOrEqual(0);
    }
  });

  it('shows every honest look-alike and every kind of fraud while it is live', () => {
    const bank = smallBank({ customers: 1_500, fraudCases: 12, liveMs: 48 * HOUR });
    bank.advance(bank.period.liveFrom - 1);
    const seen = new Set<string>();
    const { emissions } = driveBank(bank, { ...STRICT, decide: () => 'ALLOW' });
    for (const record of recordsOf(emissions, 'NEW'))
      seen.add(bank.truth.labelOf(record.transferId)!.pattern);
    const missing = [
      ...HONEST_PATTERNS,
      ...FRAUD_PATTERNS,
      ...LAUNDERING_PATTERNS,
      ...PREPARATION_PATTERNS,
    ].filter((pattern) => !seen.has(pattern));
    expect(missing).toEqual([]);
  });

  it('lets only status, its time, the booking and the balances differ between the records of one transfer', () => {
    const bank = smallBank();
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, STRICT);
    const first = new Map(recordsOf(emissions, 'NEW').map((record) => [record.transferId, record]));
    const statuses = recordsOf(emissions, 'STATUS');
    expect(statuses.length).toBeGreaterThan(300);
    for (const later of statuses) {
      const before = first.get(later.transferId)!;
      const { status, statusAt, bookedAt, bookingSequence, debtorBalanceMinor, creditorBalanceMinor } =
        before;
      expect({
        ...later,
        status,
        statusAt,
        bookedAt,
        bookingSequence,
        debtorBalanceMinor,
        creditorBalanceMinor,
      }).toEqual(before);
      expect(later.statusAt).toBeGreaterThan(before.statusAt);
      expect(isFinalStatus(later.status) && before.status === 'INITIATED').toBe(true);
      expect(later.bookedAt !== null).toBe(later.status === 'SETTLED');
    }
    expect(new Set(statuses.map(({ transferId }) => transferId)).size).toBe(statuses.length);
  });

  it('books in one order: no two bookings share time and sequence', () => {
    const bank = smallBank();
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, ALLOW_ALL);
    const bookings = [...recordsOf(emissions, 'NEW'), ...recordsOf(emissions, 'STATUS')].filter(
      ({ bookedAt }) => bookedAt !== null,
    );
    const sequences = new Set(bookings.map(({ bookingSequence }) => bookingSequence));
    expect(sequences.size).toBe(bookings.length);
    const inOrder = [...bookings].sort((a, b) => a.bookingSequence! - b.bookingSequence!);
    for (let i = 1; i < inOrder.length; i++) {
      // A status may be booked a millisecond after a later sequence of the same moment: never more.
      expect(inOrder[i]!.bookedAt! + 1).toBeGreaterThanOrEqual(inOrder[i - 1]!.bookedAt!);
    }
  });

  it('keeps a statement of flaws: what is a duplicate is byte-equal, what must be refused says why', () => {
    const bank = smallBank({ flaws: { duplicateShare: 0.01, refusedOfEachKind: 2 } });
    bank.advance(bank.period.liveFrom - 1);
    const { emissions } = driveBank(bank, ALLOW_ALL);
    const genuine = new Set(
      transfersIn(emissions).flatMap((emission) =>
        emission.form === 'NEW' || emission.form === 'STATUS' ? [JSON.stringify(emission.record)] : [],
      ),
    );
    const duplicates = recordsOf(emissions, 'DUPLICATE');
    expect(duplicates.length).toBeGreaterThan(10);
    for (const record of duplicates) expect(genuine.has(JSON.stringify(record))).toBe(true);
    const codes = transfersIn(emissions).flatMap((emission) =>
      emission.form === 'REFUSED' || emission.form === 'REFUSED_BYTES' ? [emission.code] : [],
    );
    expect(codes).toHaveLength(22);
    expect(new Set(codes).size).toBe(11);
  });

  it('waits for a decision until decideBy and no longer, and then acts alone', () => {
    const bank = smallBank({ core: { instantShare: 0, instantShareOfStolen: 0 } });
    bank.advance(bank.period.liveFrom - 1);
    const ordered = new Map<string, Transfer>();
    const settled: Transfer[] = [];
    for (let at = bank.period.liveFrom; at <= bank.period.liveFrom + 12 * HOUR; at += 5 * MINUTE) {
      const emissions = bank.advance(at);
      for (const record of recordsOf(emissions, 'NEW')) ordered.set(record.transferId, record);
      settled.push(...recordsOf(emissions, 'STATUS'));
    }
    expect(settled.length).toBeGreaterThan(50);
    expect(bank.counts.undecided).toBe(settled.length);
    for (const record of settled) {
      const { decideBy } = ordered.get(record.transferId)!;
      if (record.status === 'SETTLED') expect(record.statusAt).toBe(decideBy);
    }
  });

  it('refuses impossible settings with a sentence', () => {
    expect(() => createSyntheticBank({ endsAt: ENDS_AT, customers: 3 })).toThrow(
      'customers of the synthetic bank is 3; it must lie between 100 and 1000000',
    );
  });

  it('generates at least 20,000 transfers in a second of processor time', () => {
    const bank = smallBank({ customers: 2_000, historyDays: 12 });
    const from = process.cpuUsage();
    const emissions = bank.advance(bank.period.endsAt);
    const { user, system } = process.cpuUsage(from);
    const seconds = (user + system) / 1_000_000;
    expect(emissions.length / seconds).toBeGreaterThan(20_000);
  });
});
