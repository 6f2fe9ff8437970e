import { type Decision, TOPICS, type Transfer } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { HOUR, type StoryEvent } from '@sluice/scenarios';
import { silentLogger } from '@sluice/stream-runtime';
import { planRun } from './planRun';
import { startSyntheticBank } from './startSyntheticBank';
import { decisionOf } from './testing/decisionOf';
import { memoryKafka } from './testing/memoryKafka';

// Whole days of a bank on a machine that others share.
jest.setTimeout(60_000);

const codec = offlineEventCodec();

/** A bank on Kafka in memory, against a Sluice that decides at once what `decide` says, twice. */
function setUp(decide: (transfer: Transfer) => Decision['outcome']) {
  const kafka = memoryKafka();
  const topics: string[] = [];
  const warned: string[] = [];
  kafka.onSend = (sent) => {
    for (const { topic, records } of sent) {
      topics.push(topic);
      if (topic !== TOPICS.transfers) continue;
      for (const { value } of records) setImmediate(() => void answer(value as Buffer));
    }
  };
  const decided = new Set<string>();
  const answer = async (bytes: Buffer): Promise<void> => {
    const decoded = codec.transfers.decodeSync(bytes);
    if (decoded.ok !== true || decoded.value.amountMinor <= 0 || decided.has(decoded.value.transferId))
      return;
    const transfer = decoded.value;
    decided.add(transfer.transferId);
    const outcome = decide(transfer);
    const decision = codec.decisions.encode(decisionOf(transfer, outcome));
    await kafka.deliver(TOPICS.decisions, decision);
    await kafka.deliver(TOPICS.decisions, decision);
    if (outcome !== 'WARN') return;
    warned.push(transfer.transferId);
    const warning = {
      warningId: `W:${transfer.transferId}`,
      decisionId: `D:${transfer.transferId}`,
      transferId: transfer.transferId,
      debtorAccount: transfer.debtorAccount,
      scenario: 'purchase',
      message: 'Do you know the payee?',
      language: 'en',
      score: 500,
      issuedAt: transfer.occurredAt,
      answerBy: transfer.occurredAt + HOUR,
    };
    await kafka.deliver(TOPICS.victimWarnings, codec.victimWarnings.encode(warning));
  };
  return { kafka, topics, warned };
}

describe('the synthetic bank on Kafka', () => {
  const run = () =>
    planRun({
      factor: 20_000,
      wallNow: () => Date.UTC(2026, 10, 24, 22),
      bank: { customers: 200, historyDays: 3, historyCardDays: 1, liveMs: 12 * HOUR, fraudCases: 4, seed: 2 },
    });

  it('publishes accounts, listings and the past before anything else, and lives only when it may', async () => {
    const { kafka, topics } = setUp(() => 'ALLOW');
    let beforeLive: string[] = [];
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: silentLogger,
      ...run(),
      beforeLive: async () => {
        beforeLive = [...topics];
      },
    });
    await service.done;
    await service.stop();
    expect(beforeLive.slice(0, 2)).toEqual([TOPICS.accounts, TOPICS.watchlist]);
    expect(new Set(beforeLive)).toEqual(new Set([TOPICS.accounts, TOPICS.watchlist, TOPICS.transferHistory]));
    expect(topics).toContain(TOPICS.transfers);
    const { past } = service.statistics();
    expect(past.accounts).toBeGreaterThan(200);
    expect(past.transfers).toBeGreaterThan(500);
  });

  it('is done when simulated time has ended and every transfer is decided, and its counts add up', async () => {
    const { kafka } = setUp(() => 'ALLOW');
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: silentLogger,
      ...run(),
    });
    await service.done;
    const statistics = service.statistics();
    await service.stop();
    expect(service.bank.now()).toBeGreaterThanOrEqual(service.bank.period.endsAt);
    expect(statistics.decided).toBe(statistics.transfers);
    expect(statistics.published).toBe(
      statistics.decided + statistics.statuses + statistics.duplicates + statistics.deadLetters,
    );
    expect(statistics.deadLetters).toBe(11);
    expect(statistics.outcomes).toEqual({ ALLOW: statistics.decided, REVIEW: 0, WARN: 0, HOLD: 0 });
    expect(statistics.repeatedDecisions).toBe(statistics.decided);
    expect(statistics.contradictingDecisions).toBe(0);
    expect(statistics.honestTransfers).toBeGreaterThan(300);
    expect(statistics.decisionLatencyMs.p50).toBeGreaterThan(0);
    expect(statistics.stolenMinor).toBeGreaterThan(0);
    expect(statistics.reports).toBe(4);
    expect(kafka.stopped).toBe(3);
  });

  it('reads stop-payments and their events only once they are committed', async () => {
    const { kafka } = setUp(() => 'ALLOW');
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: silentLogger,
      ...run(),
    });
    await service.stop();
    expect(kafka.isolationOf.get(TOPICS.stopPayments)).toBe('read_committed');
    expect(kafka.isolationOf.get(TOPICS.stopPaymentEvents)).toBe('read_committed');
  });

  it('asks warned payers, tells what they did, and knows how long the decision took', async () => {
    const { kafka, warned } = setUp((transfer) =>
      transfer.status === 'INITIATED' && transfer.debtorOwnership === 'OURS' && transfer.amountMinor > 100_000
        ? 'WARN'
        : 'ALLOW',
    );
    const story: StoryEvent[] = [];
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: silentLogger,
      ...run(),
      onStory: (event) => story.push(event),
    });
    await service.done;
    await service.stop();
    const told = story.filter((event) => event.type === 'WARNED');
    expect(told.length).toBeGreaterThan(3);
    for (const event of told) expect(warned).toContain(event.transferId);
    expect(service.latencyMsOf(told[0]!.transferId)).toBeGreaterThan(0);
    expect(service.latencyMsOf('unknown')).toBeNull();
    const { warned: answers } = service.statistics();
    expect((answers.PROCEEDED ?? 0) + (answers.CANCELLED ?? 0) + (answers.NO_ANSWER ?? 0)).toBe(told.length);
  });

  it('goes on where a record of Sluice cannot be read', async () => {
    const { kafka } = setUp(() => 'ALLOW');
    const complaints: string[] = [];
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: { ...silentLogger, error: (_, sentence) => complaints.push(sentence) },
      ...run(),
    });
    await kafka.deliver(TOPICS.decisions, Buffer.from('no decision'));
    await kafka.deliver(TOPICS.stopPaymentEvents, Buffer.from('{}'), 'an-account');
    await kafka.deliver(TOPICS.stopPaymentEvents, Buffer.from('{"type":"FENCE"}'));
    await service.stop();
    expect(complaints).toEqual(['cannot read what Sluice wrote', 'cannot read what Sluice wrote']);
  });

  it('says how many decisions stayed away', async () => {
    const { kafka } = setUp(() => 'ALLOW');
    kafka.onSend = () => undefined;
    const service = await startSyntheticBank({
      connection: kafka.connection,
      codec,
      log: silentLogger,
      ...run(),
      drainMs: 50,
    });
    await expect(service.done).rejects.toThrow(/^\d+ published transfers have no decision/);
    expect(service.awaiting()).toBe(service.statistics().transfers);
    await service.stop();
  });

  it('refuses a clock of another run', async () => {
    const { kafka } = setUp(() => 'ALLOW');
    const other = planRun({ factor: 5, bank: { liveMs: 5 * HOUR } });
    await expect(
      startSyntheticBank({
        connection: kafka.connection,
        codec,
        log: silentLogger,
        settings: run().settings,
        clock: other.clock,
      }),
    ).rejects.toThrow('the clock is not of this bank');
  });
});
