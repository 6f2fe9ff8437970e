import fc from 'fast-check';
import { assignPartitions, type GroupMember, type PartitionsByTopic } from './assignPartitions';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function member(memberId: string, topics: readonly string[], generation = -1, owned: PartitionsByTopic = {}) {
  return { memberId, topics, generation, owned };
}

/** The members as they come to the next rebalance: with what they were given. */
function next(
  members: readonly GroupMember[],
  given: ReadonlyMap<string, PartitionsByTopic>,
  generation: number,
): GroupMember[] {
  return members.map((one) => ({ ...one, generation, owned: given.get(one.memberId) ?? {} }));
}

/** topic/partition → owner; throws where one is given twice. */
function ownersOf(given: ReadonlyMap<string, PartitionsByTopic>): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [memberId, topics] of given) {
    for (const [topic, partitions] of Object.entries(topics)) {
      for (const partition of partitions) {
        const key = `${topic}/${partition}`;
        if (owners.has(key)) throw new Error(`${key} was given twice`);
        owners.set(key, memberId);
      }
    }
  }
  return owners;
}

function movesBetween(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  return [...after].filter(([key, owner]) => before.get(key) !== owner).length;
}

const COUNTS: PartitionsByTopic = {
  transfers: numbers(8),
  accounts: numbers(8),
  watchlist: numbers(8),
  rules: numbers(1),
};
const TOPICS = Object.keys(COUNTS);

const partitionsByTopic = fc.dictionary(
  fc.constantFrom('transfers', 'accounts', 'rules', 'legs'),
  fc.integer({ min: 1, max: 24 }).map(numbers),
  { minKeys: 1, noNullPrototype: true },
);
const group = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 9 });

describe('whatever members say, and in whatever order they are listed', () => {
  test('each partition has exactly one owner, members are within one of each other in each topic', () => {
    fc.assert(
      fc.property(
        partitionsByTopic.chain((partitions) =>
          fc.record({
            partitions: fc.constant(partitions),
            members: fc.uniqueArray(
              fc.record({
                memberId: fc.string({ minLength: 1, maxLength: 6 }),
                topics: fc.constant(Object.keys(partitions)),
                generation: fc.integer({ min: -1, max: 5 }),
                owned: fc.dictionary(
                  fc.constantFrom(...Object.keys(partitions), 'gone'),
                  fc.array(fc.nat({ max: 30 }), { maxLength: 12 }),
                  { noNullPrototype: true },
                ),
              }),
              { selector: ({ memberId }) => memberId, minLength: 1, maxLength: 7 },
            ),
          }),
        ),
        ({ partitions, members }) => {
          const given = assignPartitions(members, partitions);
          const owners = ownersOf(given);
          const all = Object.entries(partitions).flatMap(([topic, some]) =>
            some.map((one) => `${topic}/${one}`),
          );
          expect([...owners.keys()].sort()).toEqual(all.sort());
          for (const topic of Object.keys(partitions)) {
            const counts = members.map(({ memberId }) => given.get(memberId)?.[topic]?.length ?? 0);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }
          const reversed = Object.fromEntries(Object.entries(partitions).reverse());
          expect(assignPartitions([...members].reverse(), reversed)).toEqual(given);
        },
      ),
    );
  });
});

describe('from one rebalance to the next', () => {
  test('with the same members nothing moves', () => {
    fc.assert(
      fc.property(group, partitionsByTopic, (ids, partitions) => {
        const members = ids.map((id) => member(id, Object.keys(partitions)));
        const first = assignPartitions(members, partitions);
        const second = assignPartitions(next(members, first, 1), partitions);
        expect(movesBetween(ownersOf(first), ownersOf(second))).toBe(0);
      }),
    );
  });

  test('a newcomer is given its share and nothing else moves', () => {
    fc.assert(
      fc.property(group, partitionsByTopic, (ids, partitions) => {
        const topics = Object.keys(partitions);
        const members = ids.map((id) => member(id, topics));
        const first = assignPartitions(members, partitions);
        const second = assignPartitions([...next(members, first, 1), member('newcomer', topics)], partitions);
        const gained = Object.values(second.get('newcomer')!).reduce((sum, some) => sum + some.length, 0);
        expect(movesBetween(ownersOf(first), ownersOf(second))).toBe(gained);
      }),
    );
  });

  test("a leaver's share goes to the others and nothing else moves", () => {
    fc.assert(
      fc.property(group, partitionsByTopic, (ids, partitions) => {
        const topics = Object.keys(partitions);
        const members = [...ids, 'leaver'].map((id) => member(id, topics));
        const first = assignPartitions(members, partitions);
        const stay = next(members, first, 1).filter(({ memberId }) => memberId !== 'leaver');
        const second = assignPartitions(stay, partitions);
        const lost = Object.values(first.get('leaver')!).reduce((sum, some) => sum + some.length, 0);
        expect(movesBetween(ownersOf(first), ownersOf(second))).toBe(lost);
      }),
    );
  });
});

test('who owns a partition of one topic owns its number in the topics of the same count', () => {
  const given = assignPartitions(
    ['a', 'b', 'c'].map((id) => member(id, TOPICS)),
    COUNTS,
  );
  for (const owned of given.values()) {
    expect(owned.accounts).toEqual(owned.transfers);
    expect(owned.watchlist).toEqual(owned.transfers);
  }
});

test('a member that was away claims what another was given since: the later generation keeps it', () => {
  const zombie = member('a-zombie', ['legs'], 4, { legs: numbers(8) });
  const owner = member('b-owner', ['legs'], 5, { legs: numbers(8) });
  const given = assignPartitions([zombie, owner], { legs: numbers(8) });
  expect(given.get('b-owner')!.legs).toHaveLength(4);
  // What the zombie is given was all the owner's, so it must not go on from memory; that is decided by its new member id.
  expect(given.get('a-zombie')!.legs).toHaveLength(4);
  const third = member('c-newcomer', ['legs']);
  const claims = { ...owner, owned: { legs: [0, 1, 2] } };
  const three = assignPartitions([zombie, claims, third], { legs: numbers(8) });
  expect(three.get('b-owner')!.legs).toEqual([0, 1, 2]);
});

test('a topic that a member does not read is not given to it', () => {
  const given = assignPartitions([member('old', ['legs']), member('new', ['legs', 'orders'])], {
    legs: numbers(4),
    orders: numbers(2),
  });
  expect(given.get('old')).toEqual({ legs: [2, 3] });
  expect(given.get('new')).toEqual({ legs: [0, 1], orders: [0, 1] });
});

test('topics that no member reads together are given one by one', () => {
  const given = assignPartitions([member('a', ['legs']), member('b', ['orders'])], {
    legs: numbers(2),
    orders: numbers(2),
  });
  expect(Object.fromEntries(given)).toEqual({ a: { legs: [0, 1] }, b: { orders: [0, 1] } });
});
