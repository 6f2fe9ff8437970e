import type { StopPaymentCommand, StopPaymentEvent } from '@sluice/domain';
import { collectDifferences, type Differences } from './differences';

export interface CommandsChecked {
  readonly commands: number;
  /** Commands that a reader of committed records sees more than once. */
  readonly twice: number;
  readonly differences: Differences;
}

/** Each command to the core is seen once; no transfer is ordered to be held by two stop-payments. */
export function checkCommands(
  commands: Iterable<Pick<StopPaymentCommand, 'commandId' | 'action' | 'transferId' | 'stopPaymentId'>>,
): CommandsChecked {
  const differences = collectDifferences();
  const seen = new Set<string>();
  const holds = new Map<string, string>();
  let twice = 0;
  for (const { commandId, action, transferId, stopPaymentId } of commands) {
    if (seen.has(commandId)) {
      twice += 1;
      differences.add(`command ${commandId} (${action}) is on stop-payments twice`);
      continue;
    }
    seen.add(commandId);
    if (action !== 'HOLD_TRANSFER' || transferId === null) continue;
    const holder = holds.get(transferId);
    if (holder === undefined) holds.set(transferId, stopPaymentId);
    else if (holder !== stopPaymentId)
      differences.add(`transfer ${transferId} is held by two stop-payments, ${holder} and ${stopPaymentId}`);
  }
  return { commands: seen.size, twice, differences: differences.result('commands') };
}

export interface EventsChecked {
  readonly events: number;
  readonly differences: Differences;
}

/** The steps of each stop-payment are 1, 2, 3, …, each written once. */
export function checkEvents(
  events: Iterable<Pick<StopPaymentEvent, 'stopPaymentId' | 'sequence' | 'type'>>,
): EventsChecked {
  const differences = collectDifferences();
  const last = new Map<string, number>();
  let count = 0;
  for (const { stopPaymentId, sequence, type } of events) {
    count += 1;
    const before = last.get(stopPaymentId) ?? 0;
    last.set(stopPaymentId, Math.max(before, sequence));
    if (sequence <= before)
      differences.add(`step ${sequence} (${type}) of stop-payment ${stopPaymentId} is there twice`);
    else if (sequence > before + 1)
      differences.add(`stop-payment ${stopPaymentId} goes from step ${before} to step ${sequence} (${type})`);
  }
  return { events: count, differences: differences.result('stop-payment events') };
}
