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

/** The core's answer goes to the partition of its stop-payment's account, which the id begins with. */
export function forwardStatus(status: StopPaymentStatus, partitionCount: number): Forwarded {
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
