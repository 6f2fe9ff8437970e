import { jsonPieces, TrackedMap } from './image/trackedMap';

/** A transfer that was decided HOLD while INITIATED, until a final status comes. */
export interface HeldTransfer {
  /** Whose inbox hears of its status: the account that the stop acts on. */
  readonly account: string;
  readonly statusAt: number;
}

/** The creditor's owner remembers its HOLDs, so that `stop-payment` hears what became of them. */
export class HeldTransfers extends TrackedMap<HeldTransfer> {
  constructor() {
    super(jsonPieces());
  }
}
