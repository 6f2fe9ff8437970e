import { type Detector, startDetector } from '@sluice/detector';
import { type Decision, TOPICS, type Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import { type EventCodec, fromDeadLetterRecord } from '@sluice/event-codec';
import { type Intake, startIntake } from '@sluice/intake';
import {
  type ClusterConnection,
  connectKafka,
  type SerialProducer,
  silentLogger,
  sleep,
} from '@sluice/stream-runtime';
import { prepareCluster } from '../src/pipeline/prepareCluster';
import { type Stack, startStack } from '../src/stack';
import { kafkaTool } from '../src/testing/kafkaTools';

const PARTITIONS = 4;

describe('from a published transfer to its decision', () => {
  let stack: Stack;
  let connection: ClusterConnection;
  let codec: EventCodec;
  let producer: SerialProducer;
  let intake: Intake;
  let detector: Detector;

  beforeAll(async () => {
    stack = await startStack({ services: ['kafka', 'registry'] });
    connection = await connectKafka({ brokers: stack.brokers, clientId: 'test' }, silentLogger);
    codec = await prepareCluster(connection, {
      registry: { url: stack.registryUrl, auth: null },
      profile: 'embedded',
      partitions: PARTITIONS,
    });
    producer = await connection.producer('test');
    intake = await startIntake({ connection, codec, log: silentLogger, partitionCount: PARTITIONS });
    detector = await startDetector({ connection, codec, log: silentLogger });
  }, 120_000);
  afterAll(async () => {
    await intake?.stop();
    await detector?.stop();
    await producer?.close();
    await connection?.close();
    await stack?.stop();
  }, 60_000);

  const publish = async (...transfers: Transfer[]): Promise<void> =>
    producer.send([
      {
        topic: TOPICS.transfers,
        records: transfers.map((transfer) => ({
          key: transfer.transferId,
          value: codec.transfers.encode(transfer),
        })),
      },
    ]);

  const decisions = async (): Promise<Decision[]> => {
    const found: Decision[] = [];
    await connection.readToEnd(TOPICS.decisions, {
      onRecord: async ({ value }) => {
        const decoded = await codec.decisions.decode(value ?? Buffer.alloc(0));
        if (!decoded.ok) throw new Error(decoded.problem.sentence);
        found.push(decoded.value);
      },
    });
    return found;
  };

  const until = async (holds: () => Promise<boolean>, ms = 20_000): Promise<void> => {
    const end = Date.now() + ms;
    while (!(await holds())) {
      if (Date.now() > end)
        throw new Error(
          `not within ${ms} ms: intake ${JSON.stringify(intake.health())}, detector ${JSON.stringify(detector.health())}`,
        );
      await sleep(100);
    }
  };

  const letters = async () => {
    const found: {
      code: string;
      sentence: string;
      key: string | null;
      value: Buffer | null;
      offset: bigint;
    }[] = [];
    await connection.readToEnd(TOPICS.deadLetters, {
      onRecord: (record) => {
        const parsed = fromDeadLetterRecord(record);
        if (!parsed.ok) throw new Error(parsed.problem.sentence);
        const { code, sentence, key, sourceOffset } = parsed.value;
        found.push({
          code,
          sentence,
          key: key?.toString() ?? null,
          value: record.value,
          offset: sourceOffset,
        });
      },
    });
    return found;
  };
  const newTransfer = (changed: Partial<Transfer>): Transfer => {
    const now = Date.now();
    return transferOf({ occurredAt: now, statusAt: now, ...changed });
  };
  const decidedIds = async (prefix: string): Promise<string[]> =>
    (await decisions())
      .map(({ transferId }) => transferId)
      .filter((id) => id.startsWith(prefix))
      .sort();

  it('decides each of a hundred transfers once', async () => {
    await publish(
      ...Array.from({ length: 100 }, (_, i) =>
        newTransfer({ transferId: `A${i}`, creditorAccount: `BANK:C${i % 9}` }),
      ),
    );
    await until(async () => (await decidedIds('A')).length >= 100);
    const ids = await decidedIds('A');
    expect(new Set(ids).size).toBe(100);
    expect(ids).toHaveLength(100);
  }, 60_000);

  it('takes the same record twice for one, and a later status for no new transfer', async () => {
    const transfer = newTransfer({ transferId: 'B1' });
    await publish(transfer, transfer, {
      ...transfer,
      status: 'SETTLED',
      statusAt: transfer.statusAt + 5,
      bookedAt: transfer.statusAt + 5,
    });
    await publish(newTransfer({ transferId: 'B2' }));
    await until(async () => (await decidedIds('B')).includes('B2') && intake.counts.statuses > 0);
    expect(await decidedIds('B')).toEqual(['B1', 'B2']);
    expect(intake.counts.duplicates).toBe(1);
    expect(intake.counts.statuses).toBe(1);
  }, 60_000);

  it('puts each kind of bad record into dead-letters with its code, sentence, coordinates and bytes, and goes on', async () => {
    const good = newTransfer({ transferId: 'C-conflict', amountMinor: 100 });
    await publish(good);
    const bad: readonly (readonly [string, Partial<Transfer>])[] = [
      ['AMOUNT_OUT_OF_RANGE', { amountMinor: 0 }],
      ['AMOUNT_OUT_OF_RANGE', { amountMinor: -1 }],
      ['CURRENCY_UNKNOWN', { currency: 'QQQ' }],
      ['STATUS_UNKNOWN', { status: 'UNKNOWN' }],
      ['ACCOUNT_IS_CARD_NUMBER', { debtorAccount: '4111111111111111' }],
      ['ACCOUNT_MALFORMED', { creditorAccount: '30012345' }],
      ['SAME_ACCOUNT', { creditorAccount: 'DE89370400440532013000' }],
      ['EVENT_TIME_IN_FUTURE', { occurredAt: Date.now() + 600_000 }],
      ['FIELD_TOO_LONG', { remittance: 'x'.repeat(141) }],
    ];
    const records = bad.map(([, changed], i) => {
      const transfer = newTransfer({ transferId: `C-bad-${i}`, ...changed });
      return { key: transfer.transferId, value: codec.transfers.encode(transfer) };
    });
    const tooLarge = codec.transfers.encode(newTransfer({ transferId: 'C-large', amountMinor: 1 }));
    // The same record with an amount of 2^53: its long is written by hand, since no number of ours holds it exactly.
    const large = replaceAmount(
      codec.transfers.encode(newTransfer({ transferId: 'C-large', amountMinor: 2 ** 40 })),
      2n ** 40n,
      2n ** 53n,
    );
    const undecodable = Buffer.concat([tooLarge.subarray(0, 5), Buffer.from('not avro')]);
    const unknownSchema = Buffer.from(tooLarge);
    unknownSchema.writeInt32BE(999_999, 1);
    await producer.send([
      {
        topic: TOPICS.transfers,
        records: [
          ...records,
          { key: 'C-large', value: large },
          { key: 'C-undecodable', value: undecodable },
          { key: 'C-empty', value: null },
          { key: 'another-key', value: codec.transfers.encode(newTransfer({ transferId: 'C-key' })) },
          {
            key: 'C-conflict',
            value: codec.transfers.encode({ ...good, amountMinor: 200, statusAt: good.statusAt + 10 }),
          },
          { key: 'C-schema', value: unknownSchema },
        ],
      },
    ]);
    await publish(newTransfer({ transferId: 'C-after' }));
    const wanted = [
      ...bad.map(([code]) => code),
      'AMOUNT_OUT_OF_RANGE',
      'UNDECODABLE',
      'UNDECODABLE',
      'KEY_MISMATCH',
      'TRANSFER_CONFLICT',
      'UNKNOWN_SCHEMA',
    ].sort();
    await until(
      async () => (await letters()).length >= wanted.length && (await decidedIds('C')).includes('C-after'),
      40_000,
    );
    const found = await letters();
    expect(found.map(({ code }) => code).sort()).toEqual(wanted);
    for (const { sentence } of found) expect(sentence.length).toBeGreaterThan(20);
    expect(found.find(({ key }) => key === 'C-undecodable')?.value).toEqual(undecodable);
    expect(found.find(({ key }) => key === 'C-schema')?.value).toEqual(unknownSchema);
    expect(await decidedIds('C')).toEqual(['C-after', 'C-conflict']);
    expect(intake.counts.deadLetters).toBe(wanted.length);
  }, 90_000);

  it('reads what a bank compressed with a codec that our client does not know', async () => {
    const ends = await connection.endOffsets(TOPICS.deadLetters);
    kafkaTool(
      'producer',
      stack.brokers[0]!,
      ['--topic', TOPICS.transfers, '--compression-codec', 'lz4'],
      'this is no transfer, but long enough to be compressed '.repeat(20),
    );
    const codes: string[] = [];
    for (let tries = 0; codes.length === 0 && tries < 100; tries++) {
      await sleep(100);
      await connection.readToEnd(TOPICS.deadLetters, {
        onRecord: (record) => {
          if (record.offset < (ends.get(record.partition) ?? 0n)) return;
          const letter = fromDeadLetterRecord(record);
          if (letter.ok) codes.push(letter.value.code);
        },
      });
    }
    expect(codes).toEqual(['UNDECODABLE']);
  }, 60_000);

  it('names a late transfer late and decides it', async () => {
    const accounts = { debtorAccount: 'BANK:LATE-A', creditorAccount: 'BANK:LATE-B' };
    await publish(newTransfer({ transferId: 'D1', ...accounts }));
    await until(async () => (await decidedIds('D')).length === 1);
    await publish(newTransfer({ transferId: 'D2', ...accounts, occurredAt: Date.now() - 2 * 3_600_000 }));
    await until(async () => (await decidedIds('D')).length === 2);
    expect((await decisions()).find(({ transferId }) => transferId === 'D2')?.missingEvidence).toContain(
      'late',
    );
  }, 60_000);

  it('loses nothing and decides nothing twice when intake and detector restart in the middle', async () => {
    const transfers = Array.from({ length: 3_000 }, (_, i) =>
      newTransfer({
        transferId: `E${i}`,
        debtorAccount: `BANK:D${i % 50}`,
        creditorAccount: `BANK:C${i % 41}`,
      }),
    );
    const restart = async (): Promise<void> => {
      await Promise.all([intake.stop(), detector.stop()]);
      [intake, detector] = await Promise.all([
        startIntake({ connection, codec, log: silentLogger, partitionCount: PARTITIONS }),
        startDetector({ connection, codec, log: silentLogger }),
      ]);
    };
    for (let part = 0; part < 3; part++) {
      await publish(...transfers.slice(part * 1_000, (part + 1) * 1_000));
      await restart();
    }
    await publish(...transfers.slice(0, 500));
    await until(async () => (await decidedIds('E')).length >= 3_000, 40_000);
    await sleep(500);
    const byId = new Map<string, Set<string>>();
    for (const decision of await decisions()) {
      if (!decision.transferId.startsWith('E')) continue;
      const seen = byId.get(decision.transferId) ?? new Set();
      byId.set(decision.transferId, seen.add(JSON.stringify(decision)));
    }
    expect(byId.size).toBe(3_000);
    expect([...byId.values()].filter((distinct) => distinct.size !== 1)).toEqual([]);
    expect(await letters()).toHaveLength(16);
  }, 120_000);
});

/** Puts another zigzag varint of a long into an Avro record, where the old one stands exactly once. */
function replaceAmount(record: Buffer, from: bigint, to: bigint): Buffer {
  const varint = (value: bigint): Buffer => {
    const bytes: number[] = [];
    for (let rest = value * 2n; ; rest >>= 7n) {
      if (rest < 0x80n) return Buffer.from([...bytes, Number(rest)]);
      bytes.push(Number(rest & 0x7fn) | 0x80);
    }
  };
  const at = record.indexOf(varint(from));
  return Buffer.concat([record.subarray(0, at), varint(to), record.subarray(at + varint(from).length)]);
}
