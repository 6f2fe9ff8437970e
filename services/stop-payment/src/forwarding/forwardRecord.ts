import {
  keyHashOfStopPaymentId,
  type Problem,
  type StopPaymentOrder,
  type StopPaymentStatus,
} from '@sluice/domain';
import { encodeInboxEntry } from '@sluice/event-codec';
import { orderProblem } from '@sluice/stop-payment-lifecycle';
import type { OutgoingRecord } from '@sluice/stream-runtime';

/** A record for the inbox, or why there is none. */
export type Forwarded =
  | { readonly ok: true; readonly value: OutgoingRecord }
  | { readonly ok: false; readonly problem: Problem };

/** How far the core's clock may be ahead of the record's timestamp, ms. */
const AHEAD_MS_MAX = 5 * 60_000;

/**
 * The core's answer goes to the partition of its stop-payment's account, which the id begins with. `appendedAt` is the
 * record's timestamp: an answer from the future would make every later one look overtaken.
 */
export function forwardStatus(
  status: StopPaymentStatus,
  partitionCount: number,
  appendedAt: number,
): Forwarded {
  if (status.result === 'UNKNOWN') {
    return no(
      'STATUS_UNKNOWN',
      `The answer to command ${status.commandId} has a result that this version does not know; upgrade, then replay it.`,
    );
  }
  const keyHash = keyHashOfStopPaymentId(status.stopPaymentId);
  if (keyHash === null) {
    return no(
      'KEY_MISMATCH',
      `The answer to command ${status.commandId} names stop-payment ${status.stopPaymentId}, which is no id of ours; answer with the stopPaymentId of the command.`,
    );
  }
  if (status.at < 0 || status.at - appendedAt > AHEAD_MS_MAX) {
    return no(
      'EVENT_TIME_IN_FUTURE',
      `The answer to command ${status.commandId} says that it is of ${status.at}, which is before 1970 or more than 5 minutes ahead of the record's timestamp ${appendedAt} (epoch milliseconds); set the core's clock, then answer again.`,
    );
  }
  return {
    ok: true,
    value: {
      key: status.stopPaymentId,
      value: encodeInboxEntry({ type: 'CORE_STATUS', account: null, status }),
      partition: keyHash % partitionCount,
    },
  };
}

/** An order goes to its account's partition, once it is complete in itself. */
export function forwardOrder(order: StopPaymentOrder): Forwarded {
  const problem = orderProblem(order);
  if (problem !== null) return { ok: false, problem };
  const { account } = order;
  return { ok: true, value: { key: account, value: encodeInboxEntry({ type: 'ORDER', account, order }) } };
}

function no(code: string, sentence: string): Forwarded {
  return { ok: false, problem: { code, sentence } };
}
