/** A transfer that was decided HOLD while INITIATED, until a final status comes. */
export interface HeldTransfer {
  /** Whose inbox hears of its status: the account that the stop acts on. */
  readonly account: string;
  readonly statusAt: number;
}

/** The creditor's owner remembers its HOLDs, so that `stop-payment` hears what became of them. */
export class HeldTransfers {
  private readonly held = new Map<string, HeldTransfer>();

  get size(): number {
    return this.held.size;
  }

  remember(transferId: string, held: HeldTransfer): void {
    this.held.set(transferId, held);
  }

  find(transferId: string): HeldTransfer | undefined {
    return this.held.get(transferId);
  }

  forget(transferId: string): void {
    this.held.delete(transferId);
  }
}
