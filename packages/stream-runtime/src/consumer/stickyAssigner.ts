import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';
import type { TopicPartition } from '../api';
import { assignPartitions, type GroupMember } from './assignPartitions';

const NAME = 'sluice-sticky';
const VERSION = 1;

/** What a member tells the group of itself. */
export interface Claim {
  /** −1 before its first assignment. */
  readonly generation: number;
  readonly owned: readonly TopicPartition[];
}

/**
 * Kafka's eager rebalance gives everything up at each join; here each member says what it owned, and the leader gives it back as
 * far as balance allows. What a member keeps, it goes on with from memory.
 */
export function stickyAssigner(claim: () => Claim): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: encodeClaim(claim()),
      }),
    }),
    async assign({ members, topics }) {
      const partitions = Object.fromEntries(
        topics.map((topic) => [
          topic,
          cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
        ]),
      );
      const group = members.map(({ memberId, memberMetadata }) => memberOf(memberId, memberMetadata));
      return [...assignPartitions(group, partitions)].map(([memberId, assigned]) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: VERSION,
          assignment: Object.fromEntries(Object.entries(assigned).map(([topic, some]) => [topic, [...some]])),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

/** Generation, then topic by topic the partitions, as JSON: a rebalance is rare. */
function encodeClaim({ generation, owned }: Claim): Buffer {
  const topics: Record<string, number[]> = {};
  for (const { topic, partition } of owned) {
    topics[topic] ??= [];
    topics[topic].push(partition);
  }
  return Buffer.from(JSON.stringify({ generation, owned: topics }));
}

function memberOf(memberId: string, metadata: Buffer): GroupMember {
  const decoded = AssignerProtocol.MemberMetadata.decode(metadata);
  return { memberId, topics: decoded?.topics ?? [], ...claimIn(decoded?.userData) };
}

const NOTHING = { generation: -1, owned: {} };

/** A claim that cannot be read is none: the member then gets what is left. */
function claimIn(userData: Buffer | undefined | null): Pick<GroupMember, 'generation' | 'owned'> {
  try {
    const said: unknown = JSON.parse(String(userData ?? ''));
    return isClaim(said) ? said : NOTHING;
  } catch {
    return NOTHING;
  }
}

function isClaim(said: unknown): said is Pick<GroupMember, 'generation' | 'owned'> {
  if (typeof said !== 'object' || said === null || !('generation' in said) || !('owned' in said))
    return false;
  const { generation, owned } = said;
  if (!Number.isInteger(generation) || typeof owned !== 'object' || owned === null) return false;
  return Object.values(owned).every((some) => Array.isArray(some) && some.every(Number.isInteger));
}
