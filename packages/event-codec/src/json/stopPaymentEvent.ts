import { STOP_PAYMENT_EVENT_TYPES, STOP_PAYMENT_STATES, type StopPaymentEvent } from '@sluice/domain';
import { z } from 'zod';
import { jsonCodec } from './jsonCodec';
import { inboxEntrySchema } from './stopPaymentInbox';
import { commandSchema } from './stopPaymentRecords';
import {
  action,
  amount,
  amountOrNull,
  cause,
  currency,
  instant,
  instantOrNull,
  text,
  textOrNull,
} from './words';

const eventSchema: z.ZodType<StopPaymentEvent> = z.object({
  type: z.enum(STOP_PAYMENT_EVENT_TYPES),
  stopPaymentId: text,
  sequence: z.int().min(1),
  state: z.enum(STOP_PAYMENT_STATES),
  at: instant,
  instrument: action,
  account: text,
  institution: textOrNull,
  transferId: textOrNull,
  currency,
  requestedMinor: amount,
  stoppedMinor: amount,
  returnedMinor: amount,
  availableMinor: amountOrNull,
  cause,
  causeId: text,
  caseId: textOrNull,
  previousStopPaymentId: textOrNull,
  legalBasis: text,
  policyVersion: text,
  orderedBy: text,
  approvedBy: textOrNull,
  authorityReference: textOrNull,
  rulesVersion: textOrNull,
  expiresAt: instantOrNull,
  renewals: z.int().min(0),
  commandId: textOrNull,
  commandAction: action.nullable(),
  reasonCode: textOrNull,
  reason: text,
  coreReference: textOrNull,
  returnToAccount: textOrNull,
  entry: inboxEntrySchema.exactOptional(),
  command: commandSchema.exactOptional(),
});

/** Records of topic `stop-payment-events`. */
export const { encode: encodeStopPaymentEvent, decode: decodeStopPaymentEvent } = jsonCodec(
  'stop-payment event',
  'ENTRY_INVALID',
  eventSchema,
);
