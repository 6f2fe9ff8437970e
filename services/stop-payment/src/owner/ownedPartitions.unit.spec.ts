import { policyNamed } from '@sluice/stop-payment-lifecycle';
import { type KafkaConnection, silentLogger, TransientError } from '@sluice/stream-runtime';
import { memoryCluster } from '../testing/memoryCluster';
import { ownedPartitions } from './ownedPartitions';

/** A cluster on which reading the events waits until the test lets it go on. */
function slowCluster() {
  const inner = memoryCluster().connect();
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let opened = 0;
  const connection: KafkaConnection = {
    ...inner,
    async readToEnd(topic, options) {
      await gate;
      return inner.readToEnd(topic, options);
    },
    async transactionalProducer(id) {
      const producer = await inner.transactionalProducer(id);
      opened += 1;
      return {
        ...producer,
        async close() {
          opened -= 1;
          await producer.close();
        },
      };
    },
  };
  const policy = policyNamed('GENERIC');
  if (!policy.ok) throw new Error(policy.problem.sentence);
  const owned = ownedPartitions({ connection, policy: policy.value, clock: () => 0, log: silentLogger });
  return { owned, letGo, open: () => opened };
}

describe('an inbox partition', () => {
  it('that is lost while it is taken over is not owned, and its producer is closed', async () => {
    const { owned, letGo, open } = slowCluster();
    const taking = owned.own([0, 1]);
    await owned.drop(1);
    letGo();
    await taking;
    expect(owned.all().map(({ partition }) => partition)).toEqual([0]);
    expect(open()).toBe(1);
  });

  it('that is taken over twice at once is owned by the later one alone', async () => {
    const { owned, letGo, open } = slowCluster();
    const both = Promise.allSettled([owned.own([0]), owned.own([0])]);
    letGo();
    await both;
    await owned.own([0]);
    expect(owned.all()).toHaveLength(1);
    expect(open()).toBe(1);
  });

  it('is let go of at the end, also while it is being taken over; then nothing is taken over any more', async () => {
    const { owned, letGo, open } = slowCluster();
    const taking = owned.own([0]);
    const closed = owned.close();
    letGo();
    await taking;
    await closed;
    expect([owned.all().length, open()]).toEqual([0, 0]);
    await expect(owned.own([0])).rejects.toThrow(TransientError);
  });
});
