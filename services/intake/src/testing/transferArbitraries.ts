import {
  CHANNELS,
  CREDITOR_KINDS,
  INITIATIONS,
  NAME_MATCHES,
  OWNERSHIPS,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  type Transfer,
} from '@sluice/domain';
import * as fc from 'fast-check';

export const APPENDED_AT = 1_732_500_000_000;

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const ascii = (maxLength: number) => fc.string({ unit: 'grapheme-ascii', maxLength });
const text = (maxLength: number) =>
  fc.oneof(
    ascii(maxLength),
    fc.constantFrom('', 'Rechnung 4711, März', '振込', 'é'.repeat(maxLength >> 1), 'x'.repeat(maxLength)),
  );
const past = fc.integer({ min: 0, max: APPENDED_AT + 300_000 });
const minor = fc.oneof(fc.nat(1_000_000), fc.maxSafeNat());
const balance = fc.oneof(fc.integer(), fc.maxSafeInteger());
const account = fc.oneof(
  fc.stringMatching(/^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}$/),
  fc.stringMatching(/^[A-Z]{3,8}:[0-9]{1,11}$/),
  fc.stringMatching(/^CASH:[A-Z0-9-]{1,20}$/),
);
const currency = fc.constantFrom('EUR', 'JPY', 'BHD', 'USD', 'XCG');

/** Transfers as banks publish them: nearly all of these pass every check. */
export const ordinary: fc.Arbitrary<Transfer> = fc.record({
  transferId: fc.oneof(fc.uuid(), fc.stringMatching(/^[A-Za-z0-9:_-]{1,128}$/)),
  status: fc.constantFrom(...TRANSFER_STATUSES.filter((status) => status !== 'UNKNOWN')),
  statusAt: past,
  kind: fc.constantFrom(...TRANSFER_KINDS),
  initiation: fc.constantFrom(...INITIATIONS),
  debtorAccount: account,
  debtorInstitution: nullable(text(60)),
  debtorOwnership: fc.constantFrom(...OWNERSHIPS),
  creditorAccount: account.map((id) => `${id}Z`),
  creditorInstitution: nullable(text(60)),
  creditorOwnership: fc.constantFrom(...OWNERSHIPS),
  creditorKind: fc.constantFrom(...CREDITOR_KINDS),
  amountMinor: minor.map((value) => Math.max(1, value)),
  currency,
  settledMinor: nullable(minor),
  debtorAmountMinor: nullable(minor),
  debtorCurrency: nullable(currency),
  creditorAmountMinor: nullable(minor),
  creditorCurrency: nullable(currency),
  occurredAt: past,
  bookedAt: nullable(past),
  bookingSequence: nullable(balance),
  channel: fc.constantFrom(...CHANNELS),
  deviceId: nullable(text(128)),
  ipAddress: nullable(text(60)),
  country: nullable(fc.constantFrom('DE', 'é', '')),
  location: nullable(ascii(7)),
  sessionSignals: fc.array(text(64), { maxLength: 16 }),
  payeeAddedAt: nullable(past),
  payeeNameMatch: fc.constantFrom(...NAME_MATCHES),
  sameHolder: nullable(fc.boolean()),
  debtorBalanceMinor: nullable(balance),
  creditorBalanceMinor: nullable(balance),
  batchId: nullable(text(128)),
  relatesTo: nullable(text(128)),
  decideBy: nullable(past),
  endToEndId: nullable(text(64)),
  purpose: nullable(text(35)),
  remittance: nullable(text(140)),
});

const odd = <T>(...values: T[]) => fc.constantFrom(...values);

/** One field out of bounds or nearly so: what a check must look at. */
export const oneOddField: fc.Arbitrary<Partial<Transfer>> = fc.oneof(
  fc.record({ transferId: odd('', 'ü', 'a\u0000b', 'x'.repeat(129), 'x'.repeat(128)) }),
  fc.record({ status: odd('UNKNOWN' as const) }),
  fc.record({ statusAt: odd(-1, 0, APPENDED_AT + 300_000, APPENDED_AT + 300_001, Number.MAX_SAFE_INTEGER) }),
  fc.record({ occurredAt: odd(-1, 0, APPENDED_AT + 300_000, APPENDED_AT + 300_001) }),
  fc.record({
    debtorAccount: odd(
      ...['', 'BANK:', '4111111111111111', 'BANK:4111111111111111', 'BANK:4111-1111-1111-1111', '30012345'],
      ...[
        '3001-2345',
        'BANK:30012345',
        'a b',
        'a\u200bb',
        'kontö',
        'x'.repeat(65),
        'x'.repeat(64),
        'CASH:4111111111111111',
      ],
    ),
  }),
  fc.record({ debtorAccount: odd('SAME:1'), creditorAccount: odd('SAME:1') }),
  fc.record({ amountMinor: odd(0, -1, Number.MAX_SAFE_INTEGER) }),
  fc.record({ settledMinor: odd(-1, 0) }),
  fc.record({ currency: odd('eur', 'QQQ', 'EU', 'EURO', '', 'ÄUR', 'E\u0000R') }),
  fc.record({ debtorCurrency: odd('eur', '', 'EURO') }),
  fc.record({ country: odd('DEU', '\u0000') }),
  fc.record({ location: odd('u33dc0fx') }),
  fc.record({ remittance: odd('x'.repeat(141), 'é'.repeat(140), 'é'.repeat(141), 'a\u0000', '\u0000') }),
  fc.record({
    sessionSignals: odd(
      ['x'.repeat(65)],
      ['a\u0000'],
      Array.from({ length: 17 }, () => 'A'),
      [''],
    ),
  }),
  fc.record({ bookedAt: odd(-1, 253_402_300_800_000, 253_402_300_799_999) }),
  fc.record({ decideBy: odd(253_402_300_800_000) }),
);
