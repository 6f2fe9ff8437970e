/** One commit as the coordinator took it. */
export interface TakenCommit {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Committed offsets of all groups; what a transaction commits counts when it is committed. */
export class CommittedOffsets {
  private readonly byPlace = new Map<string, number>();

  constructor(private readonly onCommit: (commit: TakenCommit) => void) {}

  get(groupId: string, topic: string, partition: number): number | null {
    return this.byPlace.get(`${groupId} ${topic}/${partition}`) ?? null;
  }

  commit(commit: TakenCommit): void {
    this.byPlace.set(`${commit.groupId} ${commit.topic}/${commit.partition}`, commit.offset);
    this.onCommit(commit);
  }

  /** What an operator, an expiry or a restored coordinator does: sets it back, or forgets it. */
  overwrite(groupId: string, topic: string, partition: number, offset: number | null): void {
    const place = `${groupId} ${topic}/${partition}`;
    if (offset === null) this.byPlace.delete(place);
    else this.byPlace.set(place, offset);
  }

  forgetGroup(groupId: string): void {
    for (const place of [...this.byPlace.keys()])
      if (place.startsWith(`${groupId} `)) this.byPlace.delete(place);
  }
}
