import {
  aDecision,
  anAccount,
  aStopEvent,
  aTransfer,
  MINUTE_MS,
  MORNING,
} from '@sluice/case-store/src/testing/builders';
import { type FraudReport, TOPICS, type Transfer } from '@sluice/domain';
import {
  type EventCodec,
  encodeOrder,
  encodeStopPaymentEvent,
  offlineEventCodec,
  toDeadLetterRecord,
} from '@sluice/event-codec';
import { frameOf, type MemoryLog, memoryLog } from './memoryLog';

const MULE = 'BANKA:mule-7718';

/** A day with something on every topic, as the other services would have written it. */
export function eventfulDay(codec: EventCodec = offlineEventCodec()): MemoryLog {
  const log = memoryLog(MORNING);
  accounts(log);
  payments(log, codec);
  aHeldPayment(log, codec);
  aReport(log, codec);
  lists(log, codec);
  return log;
}

function accounts(log: MemoryLog): void {
  const mule = anAccount(MULE, { openedAt: MORNING - 6 * 24 * 60 * MINUTE_MS });
  const first = frameOf([
    { offset: 1, type: 'ACCOUNT', accountId: MULE, account: mule },
    {
      offset: 2,
      type: 'ACCOUNT',
      accountId: 'BANKA:shop',
      account: anAccount('BANKA:shop', { kind: 'MERCHANT' }),
    },
  ]);
  log.appendTo(TOPICS.legs, 1, first);
  log.appendTo(
    TOPICS.legs,
    1,
    frameOf([
      { offset: 7, type: 'ACCOUNT', accountId: MULE, account: { ...mule, status: 'BLOCKED' } },
      { offset: 8, type: 'ACCOUNT', accountId: 'BANKA:shop', account: null },
    ]),
  );
  // A restarted intake sends what it is not sure of again.
  log.appendTo(TOPICS.legs, 1, first);
}

function payments(log: MemoryLog, codec: EventCodec): void {
  for (let n = 1; n <= 12; n++) {
    const partition = n % 4;
    const ordered = aTransfer({
      transferId: `T-${n}`,
      debtorAccount: `BANKA:payer-${n}`,
      creditorAccount: n % 3 === 0 ? MULE : 'BANKA:shop',
      status: 'INITIATED',
      statusAt: MORNING + n * MINUTE_MS,
      occurredAt: MORNING + n * MINUTE_MS,
      bookedAt: null,
      bookingSequence: null,
    });
    const later: Transfer =
      n === 5
        ? { ...ordered, status: 'CANCELLED', statusAt: ordered.statusAt + 9_000 }
        : {
            ...ordered,
            status: 'SETTLED',
            statusAt: ordered.statusAt + 2_000,
            bookedAt: ordered.statusAt + 1_500,
            bookingSequence: n,
          };
    const admitted = frameOf([{ offset: 20 + n, type: 'DEBIT', transfer: ordered }]);
    log.appendTo(TOPICS.legs, partition, admitted);
    log.appendTo(TOPICS.legs, partition, frameOf([{ offset: 40 + n, type: 'STATUS', transfer: later }]));
    if (n % 4 === 0) log.appendTo(TOPICS.legs, partition, admitted);
    const suspicious = n % 3 === 0;
    const decision = suspicious
      ? aDecision(ordered, { outcome: n === 6 ? 'WARN' : 'REVIEW', creditorScore: 500 + n })
      : aDecision(ordered, { outcome: 'ALLOW', creditorScore: 5, reasons: [] });
    log.append(TOPICS.decisions, ordered.transferId, codec.decisions.encode(decision));
    // A detector that took over publishes the last ones again, byte for byte.
    if (n % 5 === 0) log.append(TOPICS.decisions, ordered.transferId, codec.decisions.encode(decision));
  }
  const past = aTransfer({ transferId: 'T-past', occurredAt: MORNING - 9e8, bookedAt: MORNING - 9e8 });
  log.appendTo(TOPICS.legs, 2, frameOf([{ offset: 3, type: 'HISTORY_DEBTOR', transfer: past }]));
  log.appendTo(TOPICS.legs, 3, frameOf([{ offset: 3, type: 'HISTORY_CREDITOR', transfer: past }]));
  const unseen = aTransfer({ transferId: 'T-unseen', status: 'REJECTED', bookedAt: null });
  log.appendTo(TOPICS.legs, 0, frameOf([{ offset: 90, type: 'LEDGER_ONLY', transfer: unseen }]));
}

function aHeldPayment(log: MemoryLog, codec: EventCodec): void {
  const held = aTransfer({
    transferId: 'T-held',
    status: 'INITIATED',
    creditorAccount: MULE,
    bookedAt: null,
  });
  log.appendTo(TOPICS.legs, 0, frameOf([{ offset: 95, type: 'DEBIT', transfer: held }]));
  log.append(
    TOPICS.decisions,
    'T-held',
    codec.decisions.encode(aDecision(held, { outcome: 'HOLD', debtorScore: 910, creditorScore: 930 })),
  );
  const id = '0badcafe-H-T-held';
  const facts = { stopPaymentId: id, transferId: 'T-held', expiresAt: MORNING + 24 * 60 * MINUTE_MS };
  const events = [
    aStopEvent({ ...facts }),
    aStopEvent({
      ...facts,
      sequence: 2,
      type: 'ISSUED',
      state: 'ISSUED',
      commandId: 'CMD-1',
      commandAction: 'HOLD_TRANSFER',
    }),
    aStopEvent({
      ...facts,
      sequence: 3,
      type: 'EXECUTED',
      state: 'EXECUTED',
      stoppedMinor: 48_000,
      at: MORNING + 900,
    }),
    aStopEvent({ ...facts, sequence: 4, type: 'CANCELLED', state: 'CANCELLED', at: MORNING + 2 * MINUTE_MS }),
  ];
  for (const event of events)
    log.append(TOPICS.stopPaymentEvents, event.account, encodeStopPaymentEvent(event));
  log.append(TOPICS.stopPaymentEvents, null, Buffer.from('{"type":"FENCE"}'));
  log.append(
    TOPICS.stopPayments,
    held.debtorAccount,
    codec.stopPayments.encode({
      commandId: 'CMD-1',
      stopPaymentId: id,
      action: 'HOLD_TRANSFER',
      account: held.debtorAccount,
      institution: 'BANKA',
      transferId: 'T-held',
      amountMinor: 48_000,
      currency: 'EUR',
      returnToAccount: null,
      cause: 'DECISION',
      causeId: 'D:T-held',
      caseId: null,
      legalBasis: 'GENERIC-HOLD',
      authorityReference: null,
      orderedBy: 'model:default-1',
      approvedBy: null,
      reason: 'First payment to a payee 6 days old.',
      issuedAt: MORNING,
      expiresAt: facts.expiresAt,
    }),
  );
  const answer = codec.stopPaymentStatus.encode({
    commandId: 'CMD-1',
    stopPaymentId: id,
    result: 'EXECUTED',
    stoppedMinor: 48_000,
    availableMinor: 51_000,
    currency: 'EUR',
    reasonCode: null,
    detail: null,
    coreReference: 'LIEN-9',
    at: MORNING + 900,
  });
  log.append(TOPICS.stopPaymentStatus, id, answer);
  log.append(TOPICS.stopPaymentStatus, id, answer);
  log.append(
    TOPICS.orders,
    held.debtorAccount,
    encodeOrder({
      orderId: 'O-1',
      action: 'CANCEL_TRANSFER',
      stopPaymentId: id,
      account: held.debtorAccount,
      institution: null,
      transferId: 'T-held',
      amountMinor: null,
      currency: null,
      returnToAccount: null,
      cause: 'ANALYST',
      causeId: 'O-1',
      caseId: null,
      legalBasis: null,
      authorityReference: null,
      orderedBy: 'alice',
      approvedBy: null,
      reason: 'The payer confirms that she was called.',
      expiresAt: null,
      orderedAt: MORNING + MINUTE_MS,
    }),
  );
  log.append(
    TOPICS.victimWarnings,
    'BANKA:payer-6',
    codec.victimWarnings.encode({
      warningId: 'W:T-6',
      decisionId: 'D:T-6',
      transferId: 'T-6',
      debtorAccount: 'BANKA:payer-6',
      scenario: 'safe-account',
      message: 'A bank never asks you to move money to a safe account.',
      language: 'en',
      score: 620,
      issuedAt: MORNING + 6 * MINUTE_MS,
      answerBy: MORNING + 16 * MINUTE_MS,
    }),
  );
  const outcomes = [
    ['T-6', 'UNKNOWN', 'CANCELLED', 7],
    ['T-6', 'FRAUD', 'NONE', 60],
    ['T-held', 'GENUINE', 'NONE', 30],
    ['T-held', 'FRAUD', 'NONE', 50],
    ['T-held', 'UNKNOWN', 'NONE', 70],
  ] as const;
  for (const [transferId, truth, payerResponse, minutes] of outcomes) {
    log.append(
      TOPICS.transferOutcomes,
      transferId,
      codec.transferOutcomes.encode({
        transferId,
        truth,
        payerResponse,
        source: 'analyst',
        at: MORNING + minutes * MINUTE_MS,
      }),
    );
  }
}

function aReport(log: MemoryLog, codec: EventCodec): void {
  const report: FraudReport = {
    reportId: 'R-17',
    state: 'OPENED',
    source: 'VICTIM',
    victimAccount: 'BANKA:payer-3',
    victimInstitution: 'BANKA',
    victimVulnerable: null,
    items: [
      {
        transferId: 'T-3',
        debtorAccount: null,
        creditorAccount: MULE,
        amountMinor: 48_000,
        currency: 'EUR',
        at: MORNING,
      },
      {
        transferId: 'T-9',
        debtorAccount: null,
        creditorAccount: MULE,
        amountMinor: 48_000,
        currency: 'EUR',
        at: MORNING,
      },
    ],
    fraudType: 'SAFE_ACCOUNT',
    authority: null,
    reference: null,
    orderExpiresAt: null,
    reportedAt: MORNING + 90 * MINUTE_MS,
  };
  log.append(TOPICS.fraudReports, 'R-17', codec.fraudReports.encode(report));
  log.append(
    TOPICS.fraudReports,
    'R-17',
    codec.fraudReports.encode({
      ...report,
      state: 'AMENDED',
      items: report.items.slice(0, 1),
      fraudType: 'INVESTMENT',
    }),
  );
}

function lists(log: MemoryLog, codec: EventCodec): void {
  const entry = {
    kind: 'ACCOUNT',
    value: MULE,
    disposition: 'SUSPECTED',
    perspective: 'BOTH',
    source: 'police',
    listedAt: MORNING,
    expiresAt: null,
  } as const;
  const key = `ACCOUNT:${MULE}:BOTH`;
  log.append(TOPICS.watchlist, key, codec.watchlist.encode(entry));
  log.append(TOPICS.watchlist, key, codec.watchlist.encode({ ...entry, disposition: 'CONFIRMED_FRAUD' }));
  log.append(
    TOPICS.watchlist,
    'DEVICE:d-1:DEBTOR',
    codec.watchlist.encode({ ...entry, kind: 'DEVICE', value: 'd-1', perspective: 'DEBTOR' }),
  );
  log.append(TOPICS.watchlist, 'DEVICE:d-1:DEBTOR', null);
  const letter = toDeadLetterRecord({
    code: 'AMOUNT_OUT_OF_RANGE',
    sentence: 'amountMinor is 0; a transfer moves at least one minor unit.',
    sourceTopic: TOPICS.transfers,
    sourcePartition: 1,
    sourceOffset: 77n,
    sourceTimestamp: MORNING,
    key: Buffer.from('T-bad'),
    value: Buffer.from([1, 2, 3]),
  });
  for (let copy = 0; copy < 2; copy++) log.append(TOPICS.deadLetters, 'T-bad', letter.value, letter.headers);
  log.append(TOPICS.transferOutcomes, 'T-1', Buffer.from('no Avro at all'));
}
