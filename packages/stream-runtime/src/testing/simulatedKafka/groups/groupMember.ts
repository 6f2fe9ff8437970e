/** A member of a consumer group as the coordinator knows it. */
export interface GroupMember {
  readonly memberId: string;
  readonly host: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
  assignment: Buffer;
  /** When it was last heard of. */
  heardAt: number;
  /** Answers a join or a sync that waits; a member that waits does not expire. */
  onJoined: ((error: number) => void) | null;
  onSynced: ((error: number) => void) | null;
}

export interface JoinRequest {
  readonly memberId: string;
  readonly host: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

/** What a join tells the member. */
export interface Joined {
  readonly error: number;
  readonly generation: number;
  readonly protocol: string;
  readonly leader: string;
  readonly memberId: string;
  readonly members: readonly { readonly memberId: string; readonly metadata: Buffer }[];
}
