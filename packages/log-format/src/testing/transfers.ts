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

const millis = fc.integer({ min: 0, max: 4_102_444_800_000 });
const minor = fc.maxSafeNat();
const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
export const text = fc.string({ unit: 'grapheme', maxLength: 40 });

/** Transfers with every field of the contract present and absent. */
export const transfers: fc.Arbitrary<Transfer> = fc.record({
  transferId: fc.string({ minLength: 1, maxLength: 64 }),
  status: fc.constantFrom(...TRANSFER_STATUSES),
  statusAt: millis,
  kind: fc.constantFrom(...TRANSFER_KINDS),
  initiation: fc.constantFrom(...INITIATIONS),
  debtorAccount: fc.string({ minLength: 1, maxLength: 64 }),
  debtorInstitution: nullable(text),
  debtorOwnership: fc.constantFrom(...OWNERSHIPS),
  creditorAccount: fc.string({ minLength: 1, maxLength: 64 }),
  creditorInstitution: nullable(text),
  creditorOwnership: fc.constantFrom(...OWNERSHIPS),
  creditorKind: fc.constantFrom(...CREDITOR_KINDS),
  amountMinor: minor,
  currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
  settledMinor: nullable(minor),
  debtorAmountMinor: nullable(minor),
  debtorCurrency: nullable(fc.constantFrom('EUR', 'CNY')),
  creditorAmountMinor: nullable(minor),
  creditorCurrency: nullable(fc.constantFrom('EUR', 'CNY')),
  occurredAt: millis,
  bookedAt: nullable(millis),
  bookingSequence: nullable(minor),
  channel: fc.constantFrom(...CHANNELS),
  deviceId: nullable(text),
  ipAddress: nullable(text),
  country: nullable(text),
  location: nullable(text),
  sessionSignals: fc.array(text, { maxLength: 4 }),
  payeeAddedAt: nullable(millis),
  payeeNameMatch: fc.constantFrom(...NAME_MATCHES),
  sameHolder: nullable(fc.boolean()),
  debtorBalanceMinor: nullable(fc.integer({ min: -1_000_000, max: Number.MAX_SAFE_INTEGER })),
  creditorBalanceMinor: nullable(minor),
  batchId: nullable(text),
  relatesTo: nullable(text),
  decideBy: nullable(millis),
  endToEndId: nullable(text),
  purpose: nullable(text),
  remittance: nullable(text),
});
