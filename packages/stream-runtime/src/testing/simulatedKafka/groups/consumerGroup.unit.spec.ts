import { ERRORS } from '../wire/errorCodes';
import { ConsumerGroup } from './consumerGroup';
import type { Joined } from './groupMember';

const SESSION_MS = 6_000;

/** Time that a test moves on. */
function ownTime() {
  let now = 0;
  const due: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after: (delayMs: number, run: () => void) => void due.push({ at: now + delayMs, run }),
    pass(ms: number) {
      const until = now + ms;
      for (;;) {
        due.sort((a, b) => a.at - b.at);
        const next = due[0];
        if (next === undefined || next.at > until) break;
        due.shift();
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
}

function member(group: ConsumerGroup, host: string) {
  let joined: Joined | null = null;
  const join = (memberId: string): void =>
    group.join(
      {
        memberId,
        host,
        sessionTimeoutMs: SESSION_MS,
        rebalanceTimeoutMs: 30_000,
        protocols: [{ name: 'any', metadata: Buffer.from('legs') }],
      },
      (answer) => {
        joined = answer;
      },
    );
  const told = (): Joined => {
    if (joined === null) throw new Error(`${host} has no answer yet`);
    return joined;
  };
  join('');
  const { memberId } = told();
  return {
    memberId,
    told,
    join: () => join(memberId),
    sync(assignments: ReadonlyMap<string, Buffer> = new Map()) {
      const answers: [number, string][] = [];
      const { generation } = told();
      group.sync(
        { memberId, generation, assignments },
        (error, given) => void answers.push([error, given.toString()]),
      );
      return answers;
    },
    heartbeat: () => group.heartbeat(memberId, told().generation),
    commit: () => group.commitProblem(memberId, told().generation),
  };
}

describe('an eager consumer group', () => {
  it('brings all members together for every change, and puts out who is silent for its session', () => {
    const time = ownTime();
    const generations: number[] = [];
    const group = new ConsumerGroup('detector', time, (_id, generation) => void generations.push(generation));
    const first = member(group, 'first');
    first.join();
    expect(first.told()).toMatchObject({ generation: 1, leader: first.memberId });
    expect(first.sync(new Map([[first.memberId, Buffer.from('all')]]))).toEqual([[ERRORS.NONE, 'all']]);

    const second = member(group, 'second');
    second.join();
    expect(first.heartbeat()).toBe(ERRORS.REBALANCE_IN_PROGRESS);
    expect(first.commit()).toBe(ERRORS.NONE);
    const before = first.told().generation;
    first.join();
    expect([first.told().generation, second.told().generation]).toEqual([2, 2]);
    expect(group.commitProblem(first.memberId, before)).toBe(ERRORS.ILLEGAL_GENERATION);
    expect(first.commit()).toBe(ERRORS.REBALANCE_IN_PROGRESS);
    const waiting = second.sync();
    first.sync(new Map([[second.memberId, Buffer.from('half')]]));
    expect(waiting).toEqual([[ERRORS.NONE, 'half']]);

    for (let waited = 0; waited < SESSION_MS + 500; waited += 500) {
      time.pass(500);
      second.heartbeat();
    }
    expect(first.heartbeat()).toBe(ERRORS.UNKNOWN_MEMBER_ID);
    expect(second.heartbeat()).toBe(ERRORS.REBALANCE_IN_PROGRESS);
    second.join();
    expect(second.told()).toMatchObject({ generation: 3, leader: second.memberId });
    expect(generations).toEqual([1, 2, 3]);
  });
});
