import { TOPICS } from '@sluice/domain';
import { decodeOrder, offlineEventCodec } from '@sluice/event-codec';
import { createSyntheticBank, type Emission, HOUR, MINUTE } from '@sluice/scenarios';
import { decisionOf } from './testing/decisionOf';
import { toRecords } from './toRecords';

const ENDS_AT = Date.UTC(2026, 10, 24, 22);

/** Everything that a small bank publishes in its live period, held transfers and a desk's orders among it. */
function everythingPublished(): Emission[] {
  const bank = createSyntheticBank({
    endsAt: ENDS_AT,
    seed: 5,
    customers: 300,
    historyDays: 2,
    historyCardDays: 1,
    liveMs: 30 * HOUR,
    fraudCases: 6,
  });
  const emissions = [...bank.masterData(), ...bank.advance(bank.period.liveFrom - 1)];
  for (let at = bank.period.liveFrom; at < bank.period.endsAt; at += MINUTE) {
    const emitted = bank.advance(at);
    emissions.push(...emitted);
    for (const emission of emitted) {
      if (emission.topic !== TOPICS.transfers || emission.form !== 'NEW') continue;
      const { record } = emission;
      const stolen = bank.truth.labelOf(record.transferId)?.class === 'FRAUD';
      bank.onDecision(decisionOf(record, stolen ? 'HOLD' : 'ALLOW'));
      if (!stolen) continue;
      const stopPaymentId = `stop-${record.transferId}`;
      bank.onCommand({
        commandId: `${stopPaymentId}/HOLD`,
        stopPaymentId,
        action: 'HOLD_TRANSFER',
        account: record.debtorAccount,
        institution: null,
        transferId: record.transferId,
        amountMinor: record.amountMinor,
        currency: record.currency,
        returnToAccount: null,
        cause: 'DECISION',
        causeId: 'D',
        caseId: null,
        legalBasis: 'GENERIC-HOLD',
        authorityReference: null,
        orderedBy: 'model:test',
        approvedBy: null,
        reason: 'test',
        issuedAt: at,
        expiresAt: at + 24 * HOUR,
      });
      bank.onStopPaymentEvent({
        type: 'EXECUTED',
        stopPaymentId,
        sequence: 2,
        state: 'EXECUTED',
        at,
        instrument: 'HOLD_TRANSFER',
        account: record.debtorAccount,
        institution: null,
        transferId: record.transferId,
        currency: record.currency,
        requestedMinor: record.amountMinor,
        stoppedMinor: record.amountMinor,
        returnedMinor: 0,
        availableMinor: null,
        cause: 'DECISION',
        causeId: 'D',
        caseId: null,
        previousStopPaymentId: null,
        legalBasis: 'GENERIC-HOLD',
        policyVersion: 'test',
        orderedBy: 'model:test',
        approvedBy: null,
        authorityReference: null,
        rulesVersion: null,
        expiresAt: at + 24 * HOUR,
        renewals: 0,
        commandId: null,
        commandAction: null,
        reasonCode: null,
        reason: 'test',
        coreReference: null,
        returnToAccount: null,
      });
    }
  }
  return emissions;
}

describe('what the bank publishes', () => {
  const codec = offlineEventCodec();
  const emissions = everythingPublished();

  it('is encoded by the contract, every topic of it, and reads back as it was', () => {
    const readers: Record<string, (bytes: Buffer) => unknown> = {
      [TOPICS.transfers]: (bytes) => codec.transfers.decodeSync(bytes),
      [TOPICS.transferHistory]: (bytes) => codec.transferHistory.decodeSync(bytes),
      [TOPICS.accounts]: (bytes) => codec.accounts.decodeSync(bytes),
      [TOPICS.watchlist]: (bytes) => codec.watchlist.decodeSync(bytes),
      [TOPICS.stopPaymentStatus]: (bytes) => codec.stopPaymentStatus.decodeSync(bytes),
      [TOPICS.fraudReports]: (bytes) => codec.fraudReports.decodeSync(bytes),
      [TOPICS.transferOutcomes]: (bytes) => codec.transferOutcomes.decodeSync(bytes),
      [TOPICS.orders]: (bytes) => decodeOrder(bytes),
    };
    const seen = new Set<string>();
    for (const emission of emissions) {
      const [topic] = toRecords([emission], codec);
      const [record] = topic!.records;
      seen.add(topic!.topic);
      expect(record!.key).toBe(emission.key);
      if (!('record' in emission)) continue;
      const decoded = readers[emission.topic]!(record!.value as Buffer);
      expect(decoded).toEqual({ ok: true, value: emission.record });
    }
    expect([...seen].sort()).toEqual(Object.keys(readers).sort());
  });

  it('holds bytes that nobody can read, where the bank says so', () => {
    const nonsense = emissions.filter((emission) => 'bytes' in emission);
    expect(nonsense).toHaveLength(1);
    const [topic] = toRecords(nonsense, codec);
    expect(codec.transfers.decodeSync(topic!.records[0]!.value as Buffer)).toMatchObject({
      ok: false,
      problem: { code: 'UNDECODABLE' },
    });
  });

  it('keeps the order within a topic', () => {
    const transfers = emissions.filter((emission) => emission.topic === TOPICS.transfers);
    const records = toRecords(emissions, codec).find(({ topic }) => topic === TOPICS.transfers)!;
    expect(records.records.map(({ key }) => key)).toEqual(transfers.map(({ key }) => key));
  });
});
