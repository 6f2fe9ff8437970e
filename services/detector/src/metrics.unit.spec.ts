import { NOON, transfer } from '@sluice/detection/src/testing/builders';
import { TOPICS, watchlistKey } from '@sluice/domain';
import { offlineEventCodec } from '@sluice/event-codec';
import { defaultRules } from '@sluice/heuristics';
import { ENTRY_TYPES, FrameBuilder, writeJson, writeTransferBody } from '@sluice/log-format';
import { createMetrics } from '@sluice/observability';
import { silentLogger, sleep } from '@sluice/stream-runtime';
import { memoryKafka } from '@sluice/stream-runtime/src/testing/memoryKafka';
import { startDetector } from '.';

const TOPICS_OF_ONE = Object.fromEntries(Object.values(TOPICS).map((topic) => [topic, 1]));

/** Rules, a blocked payee, an honest payment and one to the blocked payee, in one frame each. */
function frames(): readonly Buffer[] {
  const { version } = defaultRules;
  const listing = {
    kind: 'ACCOUNT',
    value: 'MULE',
    disposition: 'BLOCKED',
    perspective: 'BOTH',
    source: 'police',
    listedAt: 0,
    expiresAt: null,
  } as const;
  const builder = new FrameBuilder();
  const built: Buffer[] = [];
  const add = (source: number, type: number, body: unknown): void => {
    builder.append({ source, incarnation: 0, partition: 0 }, built.length, 0, type, (writer) =>
      writeJson(writer, body),
    );
    built.push(...builder.take());
  };
  add(5, ENTRY_TYPES.RULES_PREPARE, { version, rules: JSON.stringify(defaultRules) });
  add(5, ENTRY_TYPES.RULES_ACTIVATE, { version });
  add(4, ENTRY_TYPES.LISTING, { key: watchlistKey(listing), entry: listing });
  for (const [index, creditorAccount] of ['BEN', 'MULE', 'MULE'].entries()) {
    const payment = transfer({
      transferId: `T-${index % 2}`,
      creditorAccount,
      status: 'INITIATED',
      amountMinor: 12_345,
      occurredAt: NOON,
      statusAt: NOON,
    });
    // The third is the second again, as a restarted intake sends it.
    const offset = Math.min(index, 1);
    builder.append({ source: 1, incarnation: 0, partition: 0 }, offset, 0, ENTRY_TYPES.DEBIT, (writer) =>
      writeTransferBody(writer, payment),
    );
    built.push(...builder.take());
  }
  return built;
}

it('shows decisions, money held, repeated entries, lag and accounts', async () => {
  const kafka = memoryKafka(TOPICS_OF_ONE);
  const metrics = createMetrics('detector');
  kafka.publish([
    { topic: TOPICS.legs, records: frames().map((value) => ({ key: null, value, partition: 0 })) },
  ]);
  const detector = await startDetector({
    connection: kafka.connect(),
    codec: offlineEventCodec(),
    log: silentLogger,
    metrics,
  });
  for (let waited = 0; kafka.records(TOPICS.decisions).length < 2; waited += 5) {
    if (waited > 5_000) throw new Error(JSON.stringify(detector.health()));
    await sleep(5);
  }
  await sleep(1_100); // until the next sample
  const text = await metrics.registry.metrics();
  for (const line of [
    'sluice_decisions_total{service="detector",outcome="ALLOW"} 1',
    'sluice_decisions_total{service="detector",outcome="HOLD"} 1',
    'sluice_held_minor_total{service="detector",currency="EUR"} 12345',
    'sluice_entries_repeated_total{service="detector"} 1',
    'sluice_lag_records{service="detector"} 0',
    'sluice_accounts{service="detector"} 3',
    'sluice_partitions_restoring{service="detector"} 0',
    'sluice_partitions_stopped{service="detector"} 0',
  ])
    expect(text).toContain(line);
  expect(text).toMatch(/sluice_detector_latency_seconds_count\{service="detector"\} [1-9]/);
  await detector.stop();
  expect(await metrics.registry.metrics()).toContain('sluice_checkpoints_total{service="detector"} 1');
});
