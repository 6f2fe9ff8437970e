import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Decision, partitionOf, TOPICS, type Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { EventCodec } from '@sluice/event-codec';
import { defaultRules } from '@sluice/heuristics';
import { prepareCluster } from '@sluice/infra/src/pipeline/prepareCluster';
import { kafkaTool } from '@sluice/infra/src/testing/kafkaTools';
import { useStack } from '@sluice/infra/src/testing/sharedStack';
import { ENTRY_TYPES, FrameBuilder, OPERATOR_SOURCE, writeJson, writeTransferBody } from '@sluice/log-format';
import {
  type ClusterConnection,
  connectKafka,
  type SerialProducer,
  silentLogger,
  sleep,
} from '@sluice/stream-runtime';
import { type Detector, type DetectorOptions, startDetector } from '.';

const PARTITIONS = 2;
const NOON = 1_760_000_000_000;

// jest runs these in the order of their definition: what is connected closes before the stack stops.
let connection: ClusterConnection;
let producer: SerialProducer;
afterAll(async () => {
  await producer?.close();
  await connection?.close();
});
const stack = useStack({ own: true, services: ['kafka', 'registry'] });

let codec: EventCodec;
beforeAll(async () => {
  connection = await connectKafka({ brokers: stack().brokers, clientId: 'test' }, silentLogger);
  codec = await prepareCluster(connection, {
    registry: { url: stack().registryUrl, auth: null },
    profile: 'embedded',
    partitions: PARTITIONS,
  });
  producer = await connection.producer('test');
  await sendRules();
}, 120_000);

jest.setTimeout(120_000);

/** Accounts that partition P owns. */
const accountsOn = (partition: number): readonly string[] =>
  Array.from({ length: 40 }, (_, number) => `ACC-${number}`).filter(
    (id) => partitionOf(id, PARTITIONS) === partition,
  );

let sourceOffset = 0;
async function append(partition: number, ...frames: readonly Buffer[]): Promise<void> {
  await producer.send([
    { topic: TOPICS.legs, records: frames.map((value) => ({ key: null, value, partition })) },
  ]);
}
async function sendRules(): Promise<void> {
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const builder = new FrameBuilder();
    const lane = { source: 5, incarnation: 0, partition: 0 };
    const { version } = defaultRules;
    builder.append(lane, 0, 0, ENTRY_TYPES.RULES_PREPARE, (body) =>
      writeJson(body, { version, rules: JSON.stringify(defaultRules) }),
    );
    builder.append(lane, 0, 1, ENTRY_TYPES.RULES_ACTIVATE, (body) => writeJson(body, { version }));
    await append(partition, ...builder.take());
  }
}

/** Transfers within one partition, each in a frame of its own, as intake would write them. */
async function pay(partition: number, count: number): Promise<readonly string[]> {
  const frames: Buffer[] = [];
  const ids: string[] = [];
  const [payer, payee] = accountsOn(partition);
  for (let i = 0; i < count; i++) {
    const offset = sourceOffset++;
    const at = NOON + offset * 1_000;
    const transfer: Transfer = transferOf({
      transferId: `T-${offset}`,
      debtorAccount: payer!,
      creditorAccount: payee!,
      occurredAt: at,
      statusAt: at,
    });
    const builder = new FrameBuilder();
    builder.append({ source: 1, incarnation: 0, partition }, offset, 0, ENTRY_TYPES.DEBIT, (body) =>
      writeTransferBody(body, transfer),
    );
    frames.push(...builder.take());
    ids.push(transfer.transferId);
  }
  await append(partition, ...frames);
  return ids;
}

const running = new Set<Detector>();
async function detect(options: Partial<DetectorOptions> = {}): Promise<Detector> {
  const detector = await startDetector({ connection, codec, log: silentLogger, ...options });
  running.add(detector);
  return detector;
}
async function stop(detector: Detector): Promise<void> {
  running.delete(detector);
  await detector.stop();
}
afterEach(() => Promise.all([...running].map(stop)));

async function decisionsOf(ids: readonly string[]): Promise<ReadonlyMap<string, readonly Decision[]>> {
  const found = new Map<string, Decision[]>(ids.map((id) => [id, []]));
  await connection.readToEnd(TOPICS.decisions, {
    onRecord: async ({ value }) => {
      const decoded = await codec.decisions.decode(value!);
      if (decoded.ok) found.get(decoded.value.transferId)?.push(decoded.value);
    },
  });
  return found;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await holds()); waited += 50) {
    if (waited > 30_000) throw new Error(`not within 30 s: ${what}`);
    await sleep(50);
  }
}
const allDecided = (ids: readonly string[]) => async (): Promise<boolean> =>
  [...(await decisionsOf(ids)).values()].every((decisions) => decisions.length > 0);

/** Every id has one distinct decision, however often it was sent. */
async function expectDecidedOnce(ids: readonly string[]): Promise<void> {
  for (const [id, decisions] of await decisionsOf(ids))
    expect([id, new Set(decisions.map((decision) => JSON.stringify(decision))).size]).toEqual([id, 1]);
}

async function images(partition: number): Promise<number> {
  let count = 0;
  await connection.readToEnd(TOPICS.detectorManifests, {
    partitions: [partition],
    onRecord: () => {
      count += 1;
    },
  });
  return count;
}

describe('the detector', () => {
  it('hands over cleanly by an image: the next one folds nothing again', async () => {
    const ids = await pay(0, 30);
    const first = await detect();
    await until('the first 30 decided', allDecided(ids));
    await stop(first);
    expect(await images(0)).toBe(1);

    const second = await detect();
    await until('restored', () => second.health().ready);
    expect(second.totals()).toMatchObject({ accounts: 2, repeated: 0, restoring: 0 });
    const more = await pay(0, 5);
    await until('5 more decided', allDecided(more));
    // It has counted these alone: the 30 before came with the image.
    expect(second.totals().decisions.ALLOW).toBe(5);
    await expectDecidedOnce([...ids, ...more]);
    await stop(second);
  });

  it('writes images while it works, the two generations in turn', async () => {
    const before = await images(1);
    const detector = await detect({ imageEntries: 40 });
    for (let round = 0; round < 4; round++) await until('decided', allDecided(await pay(1, 30)));
    await until('images', async () => (await images(1)) >= before + 3);
    await stop(detector);
    const restored = await detect();
    const ids = await pay(1, 3);
    await until('decided after the restore', allDecided(ids));
    expect(restored.totals().decisions.ALLOW).toBe(3);
    await stop(restored);
  });

  it('stops a partition at a frame that it cannot read, the other goes on, until an operator parks the frame', async () => {
    const detector = await detect();
    await until('ready', () => detector.health().ready);
    const before = await pay(0, 3);
    await until('decided', allDecided(before));
    await append(0, Buffer.from([2, 0, 0xff, 0xff, 0xff]));
    const behind = await pay(0, 3);
    const elsewhere = await pay(1, 3);
    await until('the other partition decides', allDecided(elsewhere));
    await until('stopped', () => !detector.health().ready);
    const { failure } = detector.health().detail;
    expect(failure).toMatch(/legs\/0@\d+: unreadable frame/);
    const offset = Number(/@(\d+)/.exec(String(failure))?.[1]);
    expect([...(await decisionsOf(behind)).values()].flat()).toEqual([]);

    const builder = new FrameBuilder();
    const lane = { source: OPERATOR_SOURCE, incarnation: 0, partition: 0 };
    builder.append(lane, Date.now(), 0, ENTRY_TYPES.PARK, (body) =>
      writeJson(body, { offset, ordinal: null, by: 'op-1', reason: 'torn by a test' }),
    );
    await append(0, ...builder.take());
    await until('what stood behind is decided', allDecided(behind));
    await until('ready again', () => detector.health().ready);
    expect(detector.totals().parked).toBe(1);
    await expectDecidedOnce([...before, ...behind, ...elsewhere]);
    await stop(detector);

    // The order stands in the log: whoever comes to the frame again steps over it as well.
    const next = await detect();
    const after = await pay(0, 2);
    await until('decided', allDecided(after));
    await stop(next);
  });

  it('goes on from an image where the log before it is gone, and stops where no image reaches the log', async () => {
    const ends = await connection.endOffsets(TOPICS.legs);
    deleteLegsBelow(0, Number(ends.get(0)));
    const detector = await detect();
    await until('ready', () => detector.health().ready);
    const ids = await pay(0, 2);
    await until('decided', allDecided(ids));
    await stop(detector);

    await forgetImages(0);
    const lost = await detect();
    const elsewhere = await pay(1, 2);
    await until('the other partition decides', allDecided(elsewhere));
    await until('partition 0 stopped', () => lost.health().detail.stopped === 1);
    expect(lost.health()).toMatchObject({
      ready: false,
      detail: {
        failure: expect.stringMatching(
          /legs\/0 begins at offset \d+, but offset 0 is wanted \(no image was ever published\): .*publish accounts, watchlist and transfer-history/,
        ),
      },
    });
    await stop(lost);
  });
});

function deleteLegsBelow(partition: number, offset: number): void {
  const file = join(mkdtempSync(join(tmpdir(), 'sluice-')), 'offsets.json');
  const partitions = [{ topic: TOPICS.legs, partition, offset }];
  writeFileSync(file, JSON.stringify({ partitions, version: 1 }));
  kafkaTool('deleteRecords', stack().brokers[0]!, ['--offset-json-file', file]);
}

/** As if the checkpoint topics had been lost. */
async function forgetImages(partition: number): Promise<void> {
  const records = ['0', '1'].map((key) => ({ key, value: null, partition }));
  await producer.send([{ topic: TOPICS.detectorManifests, records }]);
}
