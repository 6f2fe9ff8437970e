import type { StopPaymentInboxEntry } from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { decideClock } from './clock';
import { decideCoreStatus } from './coreStatus';
import { decideFollowUp } from './followUp';
import { decideTransferStatus } from './heldTransferStatus';
import { decideHold } from './holdDecided';
import { decideOrder } from './orders/decideOrder';
import type { DecideContext, Decided } from './steps';

/**
 * What one inbox entry leads to, given everything its owner knows. Pure: the same view, entry, policy and time give the
 * same events and commands, and an entry whose events were folded leads to nothing when it comes again.
 */
export function decide(view: StopPaymentView, entry: StopPaymentInboxEntry, context: DecideContext): Decided {
  switch (entry.type) {
    case 'DECISION':
      return decideHold(view, entry, context);
    case 'TRANSFER_STATUS':
      return decideTransferStatus(view, entry, context);
    case 'ORDER':
      return decideOrder(view, entry, context);
    case 'CORE_STATUS':
      return decideCoreStatus(view, entry, context);
    case 'CLOCK':
      return decideClock(view, entry, context);
    case 'FOLLOW_UP':
      return decideFollowUp(view, entry, context);
  }
}
