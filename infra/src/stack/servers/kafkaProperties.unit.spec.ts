import { kafkaProperties } from './kafkaProperties';

const text = kafkaProperties({ port: 19_092, controllerPort: 19_093, logDir: '/data/kafka' });

test('the broker is reachable from this machine only', () => {
  const addresses = text.match(/\/\/[^,\n]*|@[^,\n]*/g);
  expect(addresses).toHaveLength(4);
  for (const address of addresses ?? []) expect(address).toMatch(/127\.0\.0\.1:1909[23]$/);
});

test('one broker is enough for groups and transactions, and topics are not made by accident', () => {
  expect(text).toContain('auto.create.topics.enable=false\n');
  expect(text).toContain('offsets.topic.replication.factor=1\n');
  expect(text).toContain('transaction.state.log.replication.factor=1\n');
  expect(text).toContain('transaction.state.log.min.isr=1\n');
});
