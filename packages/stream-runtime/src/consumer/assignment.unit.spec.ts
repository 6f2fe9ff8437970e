import type { TopicPartition } from '../api';
import { Assignment, startAt } from './assignment';

const legs = (...partitions: number[]): TopicPartition[] =>
  partitions.map((partition) => ({ topic: 'legs', partition }));
const keys = (some: readonly { readonly key: string }[]) => some.map(({ key }) => key);

function joined(memberId: string, generation: number | null, partitions: number[], startsAt = 100n) {
  const assignment = new Assignment();
  const { fresh } = assignment.join({ memberId, generation, assigned: legs(...partitions) });
  for (const at of fresh) startAt(at, startsAt, null);
  return assignment;
}

function handledTo(assignment: Assignment, partition: number, position: bigint): void {
  Object.assign(assignment.at({ topic: 'legs', partition })!, { position, handedTo: position });
}

describe('a member that joins again', () => {
  test('keeps what it has where it took part in the generation before, and goes on from memory', () => {
    const assignment = joined('m1', 4, [0, 1, 2]);
    handledTo(assignment, 1, 250n);
    const { kept, fresh, revoked } = assignment.join({ memberId: 'm1', generation: 5, assigned: legs(1, 3) });
    expect([keys(kept), keys(fresh), keys(revoked)]).toEqual([['legs/1'], ['legs/3'], ['legs/0', 'legs/2']]);
    expect(assignment.at({ topic: 'legs', partition: 1 })!.position).toBe(250n);
  });

  test.each([
    ['under another id, as the group had given it up', 'm2', 5],
    ['after a generation that it missed, in which another may have owned it', 'm1', 6],
    ['in a generation that is not known', 'm1', null],
  ])('keeps nothing %s', (_, memberId, generation) => {
    const assignment = joined('m1', 4, [0, 1]);
    const { kept, fresh, revoked } = assignment.join({ memberId, generation, assigned: legs(0, 1) });
    expect([keys(kept), keys(fresh), keys(revoked)]).toEqual([
      [],
      ['legs/0', 'legs/1'],
      ['legs/0', 'legs/1'],
    ]);
    expect(assignment.at({ topic: 'legs', partition: 0 })!.position).toBeNull();
  });

  test('does not keep a partition whose start it had not found yet', () => {
    const assignment = new Assignment();
    assignment.join({ memberId: 'm1', generation: 4, assigned: legs(0) });
    const { kept, fresh } = assignment.join({ memberId: 'm1', generation: 5, assigned: legs(0) });
    expect([keys(kept), keys(fresh)]).toEqual([[], ['legs/0']]);
  });

  test('claims what it owns, with the generation in which it was given', () => {
    expect(joined('m1', 4, [0, 2]).claim()).toEqual({ generation: 4, owned: legs(0, 2) });
    expect(new Assignment().claim()).toEqual({ generation: -1, owned: [] });
  });
});

describe('commits', () => {
  const due = (assignment: Assignment) => assignment.toCommit().map(({ at, offset }) => [at.key, offset]);
  const acknowledge = (assignment: Assignment, offset: bigint) =>
    assignment.acknowledge([{ topic: 'legs', partition: 0, offset }]);

  test('cover what is acknowledged, and only move forward', () => {
    const assignment = joined('m1', 4, [0]);
    handledTo(assignment, 0, 300n);
    expect(due(assignment)).toEqual([]);
    acknowledge(assignment, 200n);
    acknowledge(assignment, 150n);
    expect(due(assignment)).toEqual([['legs/0', 200n]]);
    assignment.toCommit()[0]!.at.committed = 200n;
    expect(due(assignment)).toEqual([]);
  });

  test('never go below what is committed, where a restore begins further back', () => {
    const assignment = new Assignment();
    const { fresh } = assignment.join({ memberId: 'm1', generation: 1, assigned: legs(0) });
    startAt(fresh[0]!, 100n, 180n);
    handledTo(assignment, 0, 200n);
    acknowledge(assignment, 170n);
    expect(due(assignment)).toEqual([]);
    acknowledge(assignment, 190n);
    expect(due(assignment)).toEqual([['legs/0', 190n]]);
  });

  test('leave out what a send of an assignment that is over acknowledges', () => {
    const assignment = joined('m1', 4, [0]);
    handledTo(assignment, 0, 300n);
    acknowledge(assignment, 200n);
    const { fresh } = assignment.join({ memberId: 'm2', generation: 7, assigned: legs(0) });
    // Before its start is found, below it, and behind what was handled since.
    acknowledge(assignment, 250n);
    startAt(fresh[0]!, 280n, 100n);
    acknowledge(assignment, 250n);
    acknowledge(assignment, 300n);
    expect(due(assignment)).toEqual([]);
    handledTo(assignment, 0, 320n);
    acknowledge(assignment, 310n);
    expect(due(assignment)).toEqual([['legs/0', 310n]]);
  });

  test('cover what is acknowledged while its poll is still in hand', () => {
    const assignment = joined('m1', 4, [0]);
    assignment.at({ topic: 'legs', partition: 0 })!.handedTo = 150n;
    acknowledge(assignment, 150n);
    acknowledge(assignment, 151n);
    expect(due(assignment)).toEqual([['legs/0', 150n]]);
  });

  test('of a partition that is lost are dropped with it', () => {
    const assignment = joined('m1', 4, [0, 1]);
    handledTo(assignment, 0, 300n);
    acknowledge(assignment, 200n);
    assignment.join({ memberId: 'm1', generation: 5, assigned: legs(1) });
    expect(due(assignment)).toEqual([]);
  });
});
