import type { Result, StopPaymentInboxEntry } from '@sluice/domain';
import { parseJson } from './parseJson';
import { inboxEntrySchema } from './schemas';

/** One record of `stop-payment-inbox`: its JSON, or ENTRY_INVALID with what is wrong. */
export function parseInboxEntry(json: string): Result<StopPaymentInboxEntry> {
  return parseJson(json, inboxEntrySchema, 'ENTRY_INVALID', 'The inbox entry');
}
