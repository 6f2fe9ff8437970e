import type { SimulatedTime } from '../simulatedTime';
import { ERRORS } from '../wire/errorCodes';
import type { GroupMember, Joined, JoinRequest } from './groupMember';

type State = 'EMPTY' | 'PREPARING' | 'COMPLETING' | 'STABLE';

/** Told of each new generation, for traces. */
export type OnGeneration = (groupId: string, generation: number, hosts: readonly string[]) => void;

let membersEver = 0;

/**
 * One group under the classic (eager) protocol, as Kafka's group coordinator runs it: every change brings all members
 * together in a new generation, and whoever is not heard of for its session time-out is out.
 */
export class ConsumerGroup {
  private state: State = 'EMPTY';
  generation = 0;
  private leader = '';
  private protocol = '';
  private readonly members = new Map<string, GroupMember>();
  private readonly pending = new Set<string>();
  private memberNumber = 0;
  private rebalance = 0;

  constructor(
    readonly groupId: string,
    private readonly time: SimulatedTime,
    private readonly onGeneration: OnGeneration,
  ) {}

  get empty(): boolean {
    return this.members.size === 0;
  }

  get hosts(): readonly string[] {
    return [...this.members.values()].map(({ host }) => host);
  }

  join(request: JoinRequest, answer: (joined: Joined) => void): void {
    const refuse = (error: number, memberId: string): void =>
      answer({ error, generation: -1, protocol: '', leader: '', memberId, members: [] });
    if (request.memberId === '') {
      this.memberNumber += 1;
      const memberId = `${request.host}-${this.groupId}-${this.memberNumber}-${this.uniqueSuffix()}`;
      this.pending.add(memberId);
      refuse(ERRORS.MEMBER_ID_REQUIRED, memberId);
      return;
    }
    const known = this.members.get(request.memberId);
    if (known === undefined && !this.pending.has(request.memberId)) {
      refuse(ERRORS.UNKNOWN_MEMBER_ID, request.memberId);
      return;
    }
    const member = known ?? this.add(request);
    member.heardAt = this.time.now();
    const same = known?.protocols.every(
      ({ name, metadata }, index) =>
        request.protocols[index]?.name === name && metadata.equals(request.protocols[index].metadata),
    );
    member.protocols = request.protocols.map(({ name, metadata }) => ({
      name,
      metadata: Buffer.from(metadata),
    }));
    const tell = (error: number): void => {
      if (error !== ERRORS.NONE) {
        refuse(error, member.memberId);
        return;
      }
      answer(this.joined(member));
    };
    const isLeader = member.memberId === this.leader;
    const current = (this.state === 'STABLE' && same && !isLeader) || (this.state === 'COMPLETING' && same);
    if (current) {
      tell(ERRORS.NONE);
      return;
    }
    member.onJoined?.(ERRORS.REBALANCE_IN_PROGRESS);
    member.onJoined = tell;
    if (this.state === 'PREPARING') this.completeIfAllJoined();
    else this.prepare();
  }

  sync(
    request: {
      readonly memberId: string;
      readonly generation: number;
      readonly assignments: ReadonlyMap<string, Buffer>;
    },
    answer: (error: number, assignment: Buffer) => void,
  ): void {
    const error = this.problemOf(request.memberId, request.generation);
    const member = this.members.get(request.memberId);
    if (error !== ERRORS.NONE || member === undefined) {
      answer(error, EMPTY);
      return;
    }
    member.heardAt = this.time.now();
    if (this.state === 'PREPARING') {
      answer(ERRORS.REBALANCE_IN_PROGRESS, EMPTY);
      return;
    }
    if (this.state === 'STABLE') {
      answer(ERRORS.NONE, member.assignment);
      return;
    }
    member.onSynced?.(ERRORS.REBALANCE_IN_PROGRESS);
    member.onSynced = (outcome) => answer(outcome, outcome === ERRORS.NONE ? member.assignment : EMPTY);
    if (request.memberId !== this.leader) return;
    this.state = 'STABLE';
    for (const one of this.members.values()) {
      one.assignment = Buffer.from(request.assignments.get(one.memberId) ?? EMPTY);
      this.answerSync(one, ERRORS.NONE);
    }
  }

  heartbeat(memberId: string, generation: number): number {
    const error = this.problemOf(memberId, generation);
    const member = this.members.get(memberId);
    if (error !== ERRORS.NONE || member === undefined) return error;
    member.heardAt = this.time.now();
    return this.state === 'PREPARING' ? ERRORS.REBALANCE_IN_PROGRESS : ERRORS.NONE;
  }

  leave(memberId: string): number {
    this.pending.delete(memberId);
    if (!this.members.has(memberId)) return ERRORS.UNKNOWN_MEMBER_ID;
    this.remove(memberId);
    return ERRORS.NONE;
  }

  /** Whether a member may commit now; an empty group takes commits of nobody (generation -1). */
  commitProblem(memberId: string, generation: number): number {
    if (generation < 0 && this.empty) return ERRORS.NONE;
    const error = this.problemOf(memberId, generation);
    if (error !== ERRORS.NONE) return error;
    return this.state === 'COMPLETING' ? ERRORS.REBALANCE_IN_PROGRESS : ERRORS.NONE;
  }

  /** Makes all members join again, as a change of metadata does. */
  forceRebalance(): void {
    if (this.state === 'STABLE') this.prepare();
  }

  /** The runtime keeps what it knows of a member by its id, for the whole Node process: no run may use one of another. */
  private uniqueSuffix(): number {
    membersEver += 1;
    return membersEver;
  }

  private problemOf(memberId: string, generation: number): number {
    if (!this.members.has(memberId)) return ERRORS.UNKNOWN_MEMBER_ID;
    return generation === this.generation ? ERRORS.NONE : ERRORS.ILLEGAL_GENERATION;
  }

  private joined(member: GroupMember): Joined {
    const isLeader = member.memberId === this.leader;
    return {
      error: ERRORS.NONE,
      generation: this.generation,
      protocol: this.protocol,
      leader: this.leader,
      memberId: member.memberId,
      members: isLeader
        ? [...this.members.values()].map(({ memberId, protocols }) => ({
            memberId,
            metadata: protocols.find(({ name }) => name === this.protocol)?.metadata ?? EMPTY,
          }))
        : [],
    };
  }

  private add(request: JoinRequest): GroupMember {
    this.pending.delete(request.memberId);
    const member: GroupMember = {
      memberId: request.memberId,
      host: request.host,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      protocols: request.protocols,
      assignment: EMPTY,
      heardAt: this.time.now(),
      onJoined: null,
      onSynced: null,
    };
    this.members.set(member.memberId, member);
    this.watch(member);
    return member;
  }

  /** Puts the member out when it has not been heard of for its session time-out. */
  private watch(member: GroupMember): void {
    const waits = member.onJoined !== null;
    const due = waits ? member.sessionTimeoutMs : member.heardAt + member.sessionTimeoutMs - this.time.now();
    this.time.after(Math.max(1, due), () => {
      if (this.members.get(member.memberId) !== member) return;
      const silentMs = this.time.now() - member.heardAt;
      if (member.onJoined === null && silentMs >= member.sessionTimeoutMs) this.remove(member.memberId);
      else this.watch(member);
    });
  }

  private remove(memberId: string): void {
    const member = this.members.get(memberId);
    this.members.delete(memberId);
    member?.onJoined?.(ERRORS.UNKNOWN_MEMBER_ID);
    member?.onSynced?.(ERRORS.UNKNOWN_MEMBER_ID);
    if (this.members.size === 0) {
      this.state = 'EMPTY';
      this.generation += 1;
      return;
    }
    if (this.state === 'PREPARING') this.completeIfAllJoined();
    else this.prepare();
  }

  private prepare(): void {
    for (const member of this.members.values()) this.answerSync(member, ERRORS.REBALANCE_IN_PROGRESS);
    this.state = 'PREPARING';
    this.rebalance += 1;
    const mine = this.rebalance;
    const patienceMs = Math.max(
      0,
      ...[...this.members.values()].map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs),
    );
    this.time.after(patienceMs, () => {
      if (mine === this.rebalance && this.state === 'PREPARING') this.complete();
    });
    this.completeIfAllJoined();
  }

  private completeIfAllJoined(): void {
    if ([...this.members.values()].every(({ onJoined }) => onJoined !== null)) this.complete();
  }

  private complete(): void {
    for (const member of [...this.members.values()]) {
      if (member.onJoined === null) this.members.delete(member.memberId);
    }
    const all = [...this.members.values()];
    this.generation += 1;
    this.state = all.length === 0 ? 'EMPTY' : 'COMPLETING';
    if (!this.members.has(this.leader)) this.leader = all[0]?.memberId ?? '';
    this.protocol = all[0]?.protocols[0]?.name ?? '';
    this.onGeneration(this.groupId, this.generation, this.hosts);
    for (const member of all) {
      const tell = member.onJoined;
      member.onJoined = null;
      member.heardAt = this.time.now();
      tell?.(ERRORS.NONE);
    }
  }

  private answerSync(member: GroupMember, error: number): void {
    const tell = member.onSynced;
    member.onSynced = null;
    tell?.(error);
  }
}

const EMPTY = Buffer.alloc(0);
