import {
  ACCOUNT_KINDS,
  CREDITOR_KINDS,
  type FollowUp,
  type HeldTransferStatus,
  type HoldDecided,
  OWNERSHIPS,
  type StopPaymentClock,
  type StopPaymentInboxEntry,
  type StoppableTransfer,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
} from '@sluice/domain';
import { z } from 'zod';
import { jsonCodec } from './jsonCodec';
import { orderSchema } from './order';
import { statusSchema } from './stopPaymentRecords';
import { amount, currency, instant, text, textOrNull } from './words';

const stoppableTransfer: z.ZodType<StoppableTransfer> = z.object({
  status: z.enum(TRANSFER_STATUSES),
  kind: z.enum(TRANSFER_KINDS),
  debtorAccount: text,
  debtorOwnership: z.enum(OWNERSHIPS),
  creditorAccount: text,
  creditorOwnership: z.enum(OWNERSHIPS),
  creditorKind: z.enum(CREDITOR_KINDS),
  creditorAccountKind: z.enum(ACCOUNT_KINDS).nullable(),
  creditorProtection: textOrNull,
});

const holdDecided = z.object({
  type: z.literal('DECISION'),
  account: text,
  decisionId: text,
  transferId: text,
  transfer: stoppableTransfer,
  amountMinor: amount.min(1),
  currency,
  debtorInstitution: textOrNull,
  creditorInstitution: textOrNull,
  occurredAt: instant,
  decidedAt: instant,
  rulesVersion: text,
  reason: text,
}) satisfies z.ZodType<HoldDecided>;

const heldTransferStatus = z.object({
  type: z.literal('TRANSFER_STATUS'),
  account: text,
  transferId: text,
  status: z.enum(TRANSFER_STATUSES),
  statusAt: instant,
}) satisfies z.ZodType<HeldTransferStatus>;

const clock = z.object({
  type: z.literal('CLOCK'),
  account: text,
  stopPaymentId: text,
  alarm: z.enum(['EXPIRY_WARNING', 'EXPIRY']),
  dueFor: instant,
  at: instant,
}) satisfies z.ZodType<StopPaymentClock>;

const followUp = z.object({
  type: z.literal('FOLLOW_UP'),
  account: text,
  action: z.enum(['FREEZE_AMOUNT', 'RECALL_TRANSFER']),
  stopPaymentId: text,
  previousStopPaymentId: text,
  decision: holdDecided,
  reason: text,
  at: instant,
}) satisfies z.ZodType<FollowUp>;

export const inboxEntrySchema: z.ZodType<StopPaymentInboxEntry> = z.discriminatedUnion('type', [
  holdDecided,
  heldTransferStatus,
  z.object({ type: z.literal('ORDER'), account: text, order: orderSchema }),
  z.object({ type: z.literal('CORE_STATUS'), account: z.null(), status: statusSchema }),
  clock,
  followUp,
]);

/** Records of topic `stop-payment-inbox`. */
export const { encode: encodeInboxEntry, decode: decodeInboxEntry } = jsonCodec(
  'stop-payment inbox entry',
  'ENTRY_INVALID',
  inboxEntrySchema,
);
