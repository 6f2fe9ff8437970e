import type { StopPaymentInboxEntry, VictimWarning } from '@sluice/domain';
import type { ByteWriter, Lane } from '@sluice/log-format';
import type { DecisionView } from './decisionView';

/** Where the fold's outputs go: the detector sends them, a replay below the committed offset swallows them. */
export interface Outputs {
  /**
   * An entry of `legs` for partition `target`, with the coordinates of the entry that made it. `body` is copied: it and
   * `lane` are used again for the next entry.
   */
  leg(target: number, lane: Lane, offset: number, index: number, type: number, body: ByteWriter): void;
  /** `decision` is used again for the next transfer: `plain()` copies it. */
  decision(decision: DecisionView): void;
  warning(warning: VictimWarning): void;
  /** An entry of `stop-payment-inbox`, keyed by `account`. */
  inbox(account: string, entry: StopPaymentInboxEntry): void;
}

/** Swallows every output. */
export const muted: Outputs = {
  leg: () => undefined,
  decision: () => undefined,
  warning: () => undefined,
  inbox: () => undefined,
};
