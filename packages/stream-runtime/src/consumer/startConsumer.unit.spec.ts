import type { ConsumerOptions } from '../api';
import { TransientError } from '../api';
import { silentLogger } from '../logger';
import { startConsumer } from './startConsumer';
import { FakeConsumer, type FakeMessage } from './testing/fakeConsumer';

jest.mock('../wire/joinedGroups', () => ({
  generationOf: (memberId: string) => FakeConsumer.generations.get(memberId) ?? null,
}));

const LEGS = 'legs';

async function running(options: Partial<ConsumerOptions> = {}, committed: Record<number, bigint> = {}) {
  const fake = new FakeConsumer();
  const seen: string[] = [];
  const consumer = await startConsumer(
    {
      kafka: { consumer: () => fake.asKafkajs() },
      log: silentLogger,
      committedOffsets: async () =>
        new Map(Object.entries(committed).map(([at, offset]) => [Number(at), offset])),
      startOffsets: async () => new Map([0, 1, 2, 3].map((partition) => [partition, 10n])),
    },
    {
      groupId: 'detector',
      topics: [LEGS],
      handle: async (batches) => {
        for (const { partition, records } of batches) {
          seen.push(...records.map(({ offset, value }) => `${partition}@${offset} ${value}`));
        }
      },
      ...options,
    },
  );
  fake.onEnd(() => consumer.stop());
  return { fake, consumer, seen };
}

const started: FakeConsumer[] = [];
beforeEach(() => {
  FakeConsumer.onMade = (fake) => started.push(fake);
});
afterEach(async () => {
  for (const fake of started.splice(0)) await fake.end();
});

const messages = (from: number, count: number): FakeMessage[] =>
  Array.from({ length: count }, (_, index) => ({ offset: from + index, value: `v${from + index}` }));

test('a partition begins where it was committed, else at its first record; nothing is fetched before that is known', async () => {
  const { fake, consumer, seen } = await running({}, { 1: 30n });
  fake.join('m1', 1, { [LEGS]: [0, 1] });
  expect(fake.isPaused(LEGS, 0)).toBe(true);
  expect(consumer.state()).toBe('joining');
  await fake.untilResumed(LEGS, 0, 1);
  expect(fake.position(LEGS, 0)).toBe(10);
  expect(fake.position(LEGS, 1)).toBe(30);
  expect(consumer.state()).toBe('running');
  await fake.poll([
    [LEGS, 0, messages(10, 2)],
    [LEGS, 1, messages(30, 1)],
  ]);
  expect(seen).toEqual(['0@10 v10', '0@11 v11', '1@30 v30']);
  await fake.untilCommitted({ 'legs/0': 12, 'legs/1': 31 });
});

test('polls of a reader with an interval begin that far apart; one without takes the next at once', async () => {
  const timeOfTwoPolls = async (options: Partial<ConsumerOptions>): Promise<number> => {
    const { fake } = await running(options);
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    const begunAt = performance.now();
    await fake.poll([[LEGS, 0, messages(10, 1)]]);
    await fake.poll([[LEGS, 0, messages(11, 1)]]);
    return performance.now() - begunAt;
  };
  expect(await timeOfTwoPolls({ pollIntervalMs: 300 })).toBeGreaterThan(590);
  expect(await timeOfTwoPolls({})).toBeLessThan(300);
});

describe('a rebalance in the middle of a poll', () => {
  test('what is kept counts as handled and goes on from there; what is lost is not committed', async () => {
    let finish = () => {};
    const { fake, consumer } = await running({
      handle: () => new Promise<void>((resolve) => (finish = resolve)),
    });
    fake.join('m1', 1, { [LEGS]: [0, 1] });
    await fake.untilResumed(LEGS, 0, 1);
    const poll = fake.poll([
      [LEGS, 0, messages(10, 5)],
      [LEGS, 1, messages(10, 5)],
    ]);
    await fake.turn();
    fake.join('m1', 2, { [LEGS]: [0] });
    finish();
    await poll;
    await fake.untilResumed(LEGS, 0);
    expect(fake.position(LEGS, 0)).toBe(15);
    await fake.untilCommitted({ 'legs/0': 15 });
    expect([...consumer.positions()]).toEqual([['legs/0', 15n]]);
    expect(fake.committed('legs/1')).toBeUndefined();
    expect([...fake.resolved]).toEqual([['legs/0', 14]]);
  });

  test('under a new member id nothing of it counts: it is handled again from what is committed', async () => {
    let finish = () => {};
    const handled: string[] = [];
    const { fake } = await running({
      handle: (batches) => {
        handled.push(...batches.flatMap(({ records }) => records.map(({ offset }) => String(offset))));
        return new Promise<void>((resolve) => (finish = resolve));
      },
    });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    const poll = fake.poll([[LEGS, 0, messages(10, 2)]]);
    await fake.turn();
    fake.join('m2', 4, { [LEGS]: [0] });
    finish();
    await poll;
    await fake.untilResumed(LEGS, 0);
    expect(fake.position(LEGS, 0)).toBe(10);
    expect([...fake.resolved]).toEqual([]);
    const again = fake.poll([[LEGS, 0, messages(10, 2)]]);
    await fake.turn();
    finish();
    await again;
    expect(handled).toEqual(['10', '11', '10', '11']);
    await fake.untilCommitted({ 'legs/0': 12 });
  });

  test('the group is told at once when the work in hand is done', async () => {
    const { fake } = await running({
      handle: () => new Promise<void>((resolve) => setTimeout(resolve, 700)),
    });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    fake.failHeartbeats('REBALANCE_IN_PROGRESS');
    await expect(fake.poll([[LEGS, 0, messages(10, 1)]])).rejects.toThrow('REBALANCE_IN_PROGRESS');
    // It was handled all the same: the place moves on.
    await fake.untilCommitted({ 'legs/0': 11 });
  });

  test('a retry of a passing fault gives way to it, and its records come again', async () => {
    let tries = 0;
    const { fake, consumer } = await running({
      handle: async () => {
        tries += 1;
        throw new TransientError('registry away');
      },
    });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    fake.failHeartbeats('REBALANCE_IN_PROGRESS');
    const poll = fake.poll([[LEGS, 0, messages(10, 1)]]);
    await fake.until(() => tries > 0);
    expect(consumer.state()).toBe('retrying');
    await expect(poll).rejects.toThrow('REBALANCE_IN_PROGRESS');
    expect(consumer.positions().get('legs/0')).toBe(10n);
  });
});

describe('a send under way, while the next poll is fetched', () => {
  test('polls come while sends have not resolved; only what is acknowledged is committed', async () => {
    const polls: string[] = [];
    const { fake, consumer } = await running({
      commit: 'acknowledged',
      // As the detector does: it hands the outputs to a send and returns.
      handle: async (batches) => void polls.push(String(batches[0]!.records[0]!.offset)),
    });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    await fake.poll([[LEGS, 0, messages(10, 5)]]);
    await fake.poll([[LEGS, 0, messages(15, 5)]]);
    expect(polls).toEqual(['10', '15']);
    await fake.commitRound();
    expect(fake.committed('legs/0')).toBeUndefined();
    consumer.acknowledge([{ topic: LEGS, partition: 0, offset: 15n }]);
    await fake.untilCommitted({ 'legs/0': 15 });
    await fake.commitRound();
    expect(fake.commitCalls).toBe(1);
  });

  test('what is acknowledged before the handler has returned counts, as where there was nothing to send', async () => {
    const { fake, consumer } = await running({
      commit: 'acknowledged',
      handle: async (batches) =>
        consumer.acknowledge(
          batches.map(({ topic, partition, records }) => ({
            topic,
            partition,
            offset: records.at(-1)!.offset + 1n,
          })),
        ),
    });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    await fake.poll([[LEGS, 0, messages(10, 5)]]);
    await fake.untilCommitted({ 'legs/0': 15 });
  });

  test('what a process that was paused past its session acknowledges after it is back is not committed', async () => {
    const { fake, consumer } = await running({ commit: 'acknowledged' }, { 0: 10n });
    fake.join('m1', 1, { [LEGS]: [0] });
    await fake.untilResumed(LEGS, 0);
    await fake.poll([[LEGS, 0, messages(10, 5)]]);
    consumer.acknowledge([{ topic: LEGS, partition: 0, offset: 12n }]);
    fake.failCommits('UNKNOWN_MEMBER_ID');
    await fake.commitRound();
    fake.failCommits(null);
    fake.join('m2', 5, { [LEGS]: [0] });
    consumer.acknowledge([{ topic: LEGS, partition: 0, offset: 15n }]);
    await fake.untilResumed(LEGS, 0);
    consumer.acknowledge([{ topic: LEGS, partition: 0, offset: 15n }]);
    await fake.commitRound();
    expect(fake.committed('legs/0')).toBeUndefined();
    await fake.poll([[LEGS, 0, messages(10, 3)]]);
    consumer.acknowledge([{ topic: LEGS, partition: 0, offset: 13n }]);
    await fake.untilCommitted({ 'legs/0': 13 });
  });
});

test('a poll of before the rebalance that is handed over late is not handled', async () => {
  const { fake, seen } = await running();
  fake.join('m1', 1, { [LEGS]: [0, 1] });
  await fake.untilResumed(LEGS, 0, 1);
  const late = fake.poll([[LEGS, 1, messages(10, 3)]]);
  fake.join('m1', 2, { [LEGS]: [0] });
  await late;
  expect(seen).toEqual([]);
});

test('where kafkajs has lost its place, it is sent back: nothing is skipped', async () => {
  const { fake, seen } = await running();
  fake.join('m1', 1, { [LEGS]: [0] });
  await fake.untilResumed(LEGS, 0);
  await fake.poll([[LEGS, 0, messages(10, 1)]]);
  await fake.poll([[LEGS, 0, messages(15, 1)]]);
  expect(seen).toEqual(['0@10 v10']);
  expect(fake.position(LEGS, 0)).toBe(11);
});

test('a start below the first record stops that partition with a sentence, and the others go on', async () => {
  const { fake, consumer, seen } = await running({}, { 0: 7n, 1: 10n });
  fake.join('m1', 1, { [LEGS]: [0, 1] });
  await fake.untilResumed(LEGS, 1);
  expect(fake.isPaused(LEGS, 0)).toBe(true);
  expect(consumer.failure()?.message).toMatch(
    /^legs\/0 begins at offset 10, but 7 is wanted: the records between were deleted/,
  );
  await fake.poll([[LEGS, 1, messages(10, 1)]]);
  expect(seen).toEqual(['1@10 v10']);
  expect(consumer.state()).toBe('running');
});

test('kept partitions go on while the start of new ones is still being found', async () => {
  let restored: (offset: bigint) => void = () => undefined;
  const { fake, consumer, seen } = await running({
    startOffset: ({ partition }) =>
      partition === 0 ? 10n : new Promise<bigint>((resolve) => (restored = resolve)),
  });
  fake.join('m1', 1, { [LEGS]: [0] });
  await fake.untilResumed(LEGS, 0);
  fake.join('m1', 2, { [LEGS]: [0, 1] });
  await fake.untilResumed(LEGS, 0);
  expect([consumer.state(), fake.isPaused(LEGS, 1)]).toEqual(['joining', true]);
  await fake.poll([[LEGS, 0, messages(10, 1)]]);
  expect(seen).toEqual(['0@10 v10']);
  restored(20n);
  await fake.untilResumed(LEGS, 1);
  expect([consumer.state(), fake.position(LEGS, 1)]).toEqual(['running', 20]);
});

test('a consumer that kafkajs has given up is started again', async () => {
  const { fake, consumer, seen } = await running();
  fake.join('m1', 1, { [LEGS]: [0] });
  await fake.untilResumed(LEGS, 0);
  fake.crash();
  expect(consumer.state()).toBe('joining');
  // Calls of the owner while kafkajs is away are kept for the next join.
  consumer.pause([{ topic: LEGS, partition: 0 }]);
  await fake.until(() => fake.runs === 2, 3_000);
  fake.join('m2', 3, { [LEGS]: [0, 1] });
  await fake.untilResumed(LEGS, 1);
  expect(fake.isPaused(LEGS, 0)).toBe(true);
  consumer.resume([{ topic: LEGS, partition: 0 }]);
  await fake.poll([[LEGS, 0, messages(10, 1)]]);
  expect(seen).toEqual(['0@10 v10']);
});

test('a member that the coordinator does not hear is shown as retrying', async () => {
  const { fake, consumer } = await running();
  fake.join('m1', 1, { [LEGS]: [0] });
  await fake.untilResumed(LEGS, 0);
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 4_000);
  expect(consumer.state()).toBe('retrying');
  fake.beat();
  expect(consumer.state()).toBe('running');
  now.mockRestore();
});

test('a bug stops the consumer with the coordinates, and nothing more is handled or committed', async () => {
  const { fake, consumer } = await running({
    handle: async () => {
      throw new RangeError('no such rule');
    },
  });
  fake.join('m1', 1, { [LEGS]: [0] });
  await fake.untilResumed(LEGS, 0);
  await fake.poll([[LEGS, 0, messages(10, 3)]]);
  expect([consumer.state(), consumer.failure()?.message]).toEqual(['stopped', 'no such rule']);
  await fake.commitRound();
  expect(fake.committed('legs/0')).toBeUndefined();
  expect(fake.isPaused(LEGS, 0)).toBe(true);
});
