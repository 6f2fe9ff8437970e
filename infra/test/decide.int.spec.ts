import { type Detector, startDetector } from '@sluice/detector';
import { type Decision, TOPICS, type Transfer } from '@sluice/domain';
import { transferOf } from '@sluice/domain/src/testing/transferOf';
import type { EventCodec } from '@sluice/event-codec';
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

  it('decides each of a hundred transfers once', async () => {
    const now = Date.now();
    await publish(
      ...Array.from({ length: 100 }, (_, i) =>
        transferOf({
          transferId: `A${i}`,
          occurredAt: now,
          statusAt: now,
          creditorAccount: `BANK:C${i % 9}`,
        }),
      ),
    );
    await until(async () => (await decisions()).length >= 100);
    const ids = (await decisions()).map(({ transferId }) => transferId);
    expect(new Set(ids).size).toBe(100);
    expect(ids).toHaveLength(100);
  }, 60_000);
});
