import { outbox } from '../schema';
import { useCaseStore } from '../testing/useCaseStore';
import { type OutboxProducer, putIntoOutbox, relayOutbox } from './outbox';

const store = useCaseStore();

beforeEach(async () => {
  await store().db.delete(outbox);
});

const order = (name: string) => ({ topic: 'orders', key: 'BANKA:mule', payload: Buffer.from(name) });

/** Keeps what was sent, as text. */
function recordingProducer(): OutboxProducer & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    send: async (topics) => {
      for (const { topic, records } of topics)
        for (const { key, value } of records) sent.push(`${topic} ${key?.toString()} ${value.toString()}`);
    },
  };
}

describe('the outbox', () => {
  it('sends what a transaction decided, in order, once it is committed', async () => {
    await store().db.transaction((tx) => putIntoOutbox(tx, [order('freeze 1'), order('freeze 2')]));
    const producer = recordingProducer();
    expect(await relayOutbox(store(), producer)).toBe(2);
    expect(producer.sent).toEqual(['orders BANKA:mule freeze 1', 'orders BANKA:mule freeze 2']);
    expect(await relayOutbox(store(), producer)).toBe(0);
  });

  it('sends nothing of a transaction that was rolled back', async () => {
    const failed = store().db.transaction(async (tx) => {
      await putIntoOutbox(tx, [order('never')]);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await relayOutbox(store(), recordingProducer())).toBe(0);
  });

  it('keeps what could not be sent and sends it the next time', async () => {
    await store().db.transaction((tx) => putIntoOutbox(tx, [order('freeze')]));
    const broken: OutboxProducer = { send: () => Promise.reject(new Error('broker away')) };
    await expect(relayOutbox(store(), broken)).rejects.toThrow('broker away');
    const producer = recordingProducer();
    expect(await relayOutbox(store(), producer)).toBe(1);
  });

  it('empties more than one batch at a call', async () => {
    const many = Array.from({ length: 1_203 }, (_, n) => order(`freeze ${n}`));
    await store().db.transaction((tx) => putIntoOutbox(tx, many));
    const producer = recordingProducer();
    expect(await relayOutbox(store(), producer)).toBe(1_203);
    expect(producer.sent[1_202]).toBe('orders BANKA:mule freeze 1202');
  });

  it('lets one relay work at a time, so that nothing is sent twice', async () => {
    await store().db.transaction((tx) => putIntoOutbox(tx, [order('freeze')]));
    const producer = recordingProducer();
    const counts = await Promise.all([1, 2, 3].map(() => relayOutbox(store(), producer)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(producer.sent).toHaveLength(1);
  });
});
