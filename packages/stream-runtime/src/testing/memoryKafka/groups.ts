import type { CommitOffset, TopicPartition } from '../../api';

/** A consumer as its group sees it. */
export interface Member {
  readonly topics: readonly string[];
  /** The whole assignment of a new generation. */
  assign(partitions: readonly TopicPartition[]): void;
}

/** Consumer groups: who owns which partition, and the committed offsets. */
export interface Groups {
  join(groupId: string, member: Member): void;
  leave(groupId: string, member: Member): void;
  commit(groupId: string, offsets: readonly CommitOffset[]): void;
  committed(groupId: string, at: TopicPartition): bigint | null;
}

/** Eager groups: every join and every end hands all partitions out again, in turn by member. */
export function consumerGroups(partitionsOf: (topic: string) => number): Groups {
  const members = new Map<string, Member[]>();
  const offsets = new Map<string, bigint>();
  const keyOf = (groupId: string, { topic, partition }: TopicPartition) => `${groupId}/${topic}/${partition}`;

  function handOut(groupId: string): void {
    const all = members.get(groupId) ?? [];
    const shares = all.map((): TopicPartition[] => []);
    for (const topic of new Set(all.flatMap((member) => member.topics))) {
      for (let partition = 0; partition < partitionsOf(topic); partition++)
        shares[partition % all.length]?.push({ topic, partition });
    }
    for (const [index, member] of all.entries()) member.assign(shares[index] ?? []);
  }

  return {
    join(groupId, member) {
      members.set(groupId, [...(members.get(groupId) ?? []), member]);
      handOut(groupId);
    },
    leave(groupId, member) {
      members.set(
        groupId,
        (members.get(groupId) ?? []).filter((other) => other !== member),
      );
      handOut(groupId);
    },
    commit(groupId, committed) {
      for (const at of committed) offsets.set(keyOf(groupId, at), at.offset);
    },
    committed: (groupId, at) => offsets.get(keyOf(groupId, at)) ?? null,
  };
}
