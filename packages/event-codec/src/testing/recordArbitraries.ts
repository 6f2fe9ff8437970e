import {
  ACCOUNT_KINDS,
  ACCOUNT_STATUSES,
  type Account,
  CHANNELS,
  CREDITOR_KINDS,
  type Decision,
  DISPOSITIONS,
  type FraudReport,
  HOLDER_KINDS,
  INITIATIONS,
  INSTANT_MAX,
  INSTANT_MIN,
  NAME_MATCHES,
  OUTCOMES,
  OWNERSHIPS,
  PAYER_RESPONSES,
  PERSPECTIVES,
  REPORT_SOURCES,
  REPORT_STATES,
  STOP_PAYMENT_ACTIONS,
  STOP_PAYMENT_CAUSES,
  STOP_PAYMENT_RESULTS,
  type StopPaymentCommand,
  type StopPaymentStatus,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
  TRANSFER_TRUTHS,
  type Transfer,
  type TransferOutcome,
  type VictimWarning,
  WATCHLIST_KINDS,
  type WatchlistEntry,
} from '@sluice/domain';
import * as fc from 'fast-check';

/** How an optional field is drawn: now and then null, or always set. */
export type Optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.Arbitrary<T | null>;
export const nowAndThen: Optional = (arbitrary) => fc.option(arbitrary, { nil: null });
export const alwaysSet: Optional = (arbitrary) => arbitrary;
export const neverSet: Optional = () => fc.constant(null);

// Ids, names and codes in any script, short and long (beyond the remembered ones and beyond one-byte lengths).
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 60, maxLength: 200 }),
);
// Both ends of the exact range and the places where a varint grows.
const long = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(
    0,
    -1,
    63,
    64,
    2 ** 27,
    2 ** 28,
    2 ** 52,
    2 ** 53 - 2,
    2 ** 53 - 1,
    -(2 ** 52),
    -(2 ** 53) + 1,
  ),
);
// Times that the codec lets pass; those of transfers are intake's to check.
const instant = fc.oneof(
  fc.integer({ min: INSTANT_MIN, max: INSTANT_MAX }),
  fc.constantFrom(0, INSTANT_MIN, INSTANT_MAX),
);
const int = fc.integer();
// Plain objects, as the codec gives them.
const plain = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });
const oneOf = <T>(words: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...words);

/** Every field of every record; the domain type makes sure that none is left out. */
export function recordArbitraries(optional: Optional) {
  const transfer: fc.Arbitrary<Transfer> = plain({
    transferId: text,
    status: oneOf(TRANSFER_STATUSES),
    statusAt: long,
    kind: oneOf(TRANSFER_KINDS),
    initiation: oneOf(INITIATIONS),
    debtorAccount: text,
    debtorInstitution: optional(text),
    debtorOwnership: oneOf(OWNERSHIPS),
    creditorAccount: text,
    creditorInstitution: optional(text),
    creditorOwnership: oneOf(OWNERSHIPS),
    creditorKind: oneOf(CREDITOR_KINDS),
    amountMinor: long,
    currency: text,
    settledMinor: optional(long),
    debtorAmountMinor: optional(long),
    debtorCurrency: optional(text),
    creditorAmountMinor: optional(long),
    creditorCurrency: optional(text),
    occurredAt: long,
    bookedAt: optional(long),
    bookingSequence: optional(long),
    channel: oneOf(CHANNELS),
    deviceId: optional(text),
    ipAddress: optional(text),
    country: optional(text),
    location: optional(text),
    sessionSignals: fc.array(text),
    payeeAddedAt: optional(long),
    payeeNameMatch: oneOf(NAME_MATCHES),
    sameHolder: optional(fc.boolean()),
    debtorBalanceMinor: optional(long),
    creditorBalanceMinor: optional(long),
    batchId: optional(text),
    relatesTo: optional(text),
    decideBy: optional(long),
    endToEndId: optional(text),
    purpose: optional(text),
    remittance: optional(text),
  });
  const account: fc.Arbitrary<Account> = plain({
    accountId: text,
    aliases: fc.array(text),
    kind: oneOf(ACCOUNT_KINDS),
    status: oneOf(ACCOUNT_STATUSES),
    currency: optional(text),
    institution: optional(text),
    branch: optional(text),
    holderIds: fc.array(text),
    holderKind: oneOf(HOLDER_KINDS),
    openedAt: instant,
    identityVerified: fc.boolean(),
    birthYear: optional(int),
    phone: optional(text),
    dailyLimitMinor: optional(long),
    protection: optional(text),
  });
  const watchlistEntry: fc.Arbitrary<WatchlistEntry> = plain({
    kind: oneOf(WATCHLIST_KINDS),
    value: text,
    disposition: oneOf(DISPOSITIONS),
    perspective: oneOf(PERSPECTIVES),
    source: text,
    listedAt: instant,
    expiresAt: optional(instant),
  });
  const reason = plain({
    rule: text,
    subject: text,
    points: int,
    detail: text,
    evidence: fc.dictionary(text, fc.double(), { noNullPrototype: true }),
  });
  const decision: fc.Arbitrary<Decision> = plain({
    decisionId: text,
    transferId: text,
    debtorAccount: text,
    creditorAccount: text,
    amountMinor: long,
    currency: text,
    occurredAt: instant,
    scoredStatus: text,
    outcome: oneOf(OUTCOMES),
    debtorScore: int,
    creditorScore: int,
    reasons: fc.array(reason, { maxLength: 5 }),
    missingEvidence: fc.array(text),
    scenario: optional(text),
    payerReason: optional(text),
    rulesVersion: text,
    decidedAt: instant,
  });
  const victimWarning: fc.Arbitrary<VictimWarning> = plain({
    warningId: text,
    decisionId: text,
    transferId: text,
    debtorAccount: text,
    scenario: text,
    message: text,
    language: text,
    score: int,
    issuedAt: instant,
    answerBy: instant,
  });
  const stopPaymentCommand: fc.Arbitrary<StopPaymentCommand> = plain({
    commandId: text,
    stopPaymentId: text,
    action: oneOf(STOP_PAYMENT_ACTIONS),
    account: text,
    institution: optional(text),
    transferId: optional(text),
    amountMinor: optional(long),
    currency: optional(text),
    returnToAccount: optional(text),
    cause: oneOf(STOP_PAYMENT_CAUSES),
    causeId: text,
    caseId: optional(text),
    legalBasis: text,
    authorityReference: optional(text),
    orderedBy: text,
    approvedBy: optional(text),
    reason: text,
    issuedAt: instant,
    expiresAt: optional(instant),
  });
  const stopPaymentStatus: fc.Arbitrary<StopPaymentStatus> = plain({
    commandId: text,
    stopPaymentId: text,
    result: oneOf(STOP_PAYMENT_RESULTS),
    stoppedMinor: optional(long),
    availableMinor: optional(long),
    currency: optional(text),
    reasonCode: optional(text),
    detail: optional(text),
    coreReference: optional(text),
    at: instant,
  });
  const fraudReport: fc.Arbitrary<FraudReport> = plain({
    reportId: text,
    state: oneOf(REPORT_STATES),
    source: oneOf(REPORT_SOURCES),
    victimAccount: optional(text),
    victimInstitution: optional(text),
    victimVulnerable: optional(fc.boolean()),
    items: fc.array(
      plain({
        transferId: optional(text),
        debtorAccount: optional(text),
        creditorAccount: text,
        amountMinor: long,
        currency: text,
        at: instant,
      }),
      { minLength: 1, maxLength: 5 },
    ),
    fraudType: optional(text),
    authority: optional(text),
    reference: optional(text),
    orderExpiresAt: optional(instant),
    reportedAt: instant,
  });
  const transferOutcome: fc.Arbitrary<TransferOutcome> = plain({
    transferId: text,
    truth: oneOf(TRANSFER_TRUTHS),
    payerResponse: oneOf(PAYER_RESPONSES),
    source: text,
    at: instant,
  });
  return {
    transfers: transfer,
    transferHistory: transfer,
    accounts: account,
    watchlist: watchlistEntry,
    decisions: decision,
    victimWarnings: victimWarning,
    stopPayments: stopPaymentCommand,
    stopPaymentStatus,
    fraudReports: fraudReport,
    transferOutcomes: transferOutcome,
  };
}
