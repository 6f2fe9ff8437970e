/** One member of a group as the assignment sees it. */
export interface GroupMember {
  readonly memberId: string;
  readonly topics: readonly string[];
  /** What it says it owns, and since which generation of the group; −1 and nothing for a newcomer. */
  readonly generation: number;
  readonly owned: Readonly<Record<string, readonly number[]>>;
}

export type PartitionsByTopic = Readonly<Record<string, readonly number[]>>;

/**
 * Assigns every partition to one member. Topics with the same partition count are dealt with as one: equal numbers go
 * together, so that who owns a partition of one owns its number in the others. Each member gets as many numbers as any other, or
 * one less; within that everyone keeps what it owns, so that no more moves than balance asks for. The same input gives
 * the same assignment, in whatever order it is listed.
 */
export function assignPartitions(
  members: readonly GroupMember[],
  partitions: PartitionsByTopic,
): ReadonlyMap<string, PartitionsByTopic> {
  const sorted = [...members].sort((one, other) => (one.memberId < other.memberId ? -1 : 1));
  const result = new Map<string, Record<string, number[]>>(sorted.map(({ memberId }) => [memberId, {}]));
  const load = new Map<string, number>(sorted.map(({ memberId }) => [memberId, 0]));
  const readersOf = (topics: readonly string[]) =>
    sorted.filter((member) => topics.every((topic) => member.topics.includes(topic)));
  // While builds are being replaced there may be nobody who reads all topics of a count: then each on its own.
  const columns = columnsOf(partitions).flatMap(({ topics, numbers }) =>
    readersOf(topics).length > 0
      ? { topics, numbers }
      : topics.map((topic) => ({ topics: [topic], numbers })),
  );
  for (const { topics, numbers } of columns) {
    const able = readersOf(topics);
    if (able.length === 0) continue;
    for (const [memberId, taken] of share(numbers, topics, able, load)) {
      load.set(memberId, load.get(memberId)! + taken.length * topics.length);
      for (const topic of topics) if (taken.length > 0) result.get(memberId)![topic] = taken;
    }
  }
  return result;
}

interface Columns {
  readonly topics: readonly string[];
  readonly numbers: readonly number[];
}

/** Topics by their partition count, the most partitions first: the few partitions of others even out what is left. */
function columnsOf(partitions: PartitionsByTopic): Columns[] {
  const byCount = new Map<number, { topics: string[]; numbers: readonly number[] }>();
  for (const topic of Object.keys(partitions).sort()) {
    const numbers = [...partitions[topic]!].sort((one, other) => one - other);
    const columns = byCount.get(numbers.length) ?? { topics: [], numbers };
    columns.topics.push(topic);
    byCount.set(numbers.length, columns);
  }
  return [...byCount.values()].sort((one, other) => other.numbers.length - one.numbers.length);
}

function share(
  numbers: readonly number[],
  topics: readonly string[],
  members: readonly GroupMember[],
  load: ReadonlyMap<string, number>,
): ReadonlyMap<string, number[]> {
  const owned = new Map<string, number[]>(members.map(({ memberId }) => [memberId, []]));
  for (const number of numbers) {
    const owner = ownerOf(number, topics, members);
    if (owner !== null) owned.get(owner)!.push(number);
  }
  const least = Math.floor(numbers.length / members.length);
  let larger = numbers.length % members.length;
  // One more for those who own one more already, else for those who have least.
  const order = [...members].sort(
    (one, other) =>
      owned.get(other.memberId)!.length - owned.get(one.memberId)!.length ||
      load.get(one.memberId)! - load.get(other.memberId)!,
  );
  const kept = new Map<string, number[]>();
  const quota = new Map<string, number>();
  for (const { memberId } of order) {
    quota.set(memberId, least + (larger-- > 0 ? 1 : 0));
    kept.set(memberId, owned.get(memberId)!.slice(0, quota.get(memberId)));
  }
  const settled = new Set([...kept.values()].flat());
  const free = numbers.filter((number) => !settled.has(number));
  for (const { memberId } of order) {
    const mine = kept.get(memberId)!;
    mine.push(...free.splice(0, quota.get(memberId)! - mine.length));
    mine.sort((one, other) => one - other);
  }
  return kept;
}

/** Of those who say that they own the number the one of the latest generation; what an older one says was taken from it since. */
function ownerOf(number: number, topics: readonly string[], members: readonly GroupMember[]): string | null {
  let owner: GroupMember | null = null;
  for (const member of members) {
    if (!topics.some((topic) => member.owned[topic]?.includes(number) === true)) continue;
    if (owner === null || member.generation > owner.generation) owner = member;
  }
  return owner?.memberId ?? null;
}
