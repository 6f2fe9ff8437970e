import {
  ACCOUNT_ID_LENGTH_MAX,
  ACCOUNT_KINDS,
  accountIdProblem,
  CREDITOR_KINDS,
  isCurrency,
  ORDER_ACTIONS,
  OWNERSHIPS,
  STOP_PAYMENT_CAUSES,
  STOP_PAYMENT_RESULTS,
  type StopPaymentInboxEntry,
  type StopPaymentOrder,
  type StopPaymentStatus,
  TRANSFER_KINDS,
  TRANSFER_STATUSES,
} from '@sluice/domain';
import { z } from 'zod';

const TEXT_LENGTH_MAX = 1000;
const ID_LENGTH_MAX = 256;

const id = z.string().min(1).max(ID_LENGTH_MAX);
const account = z
  .string()
  .max(ACCOUNT_ID_LENGTH_MAX)
  .refine(
    (text) => accountIdProblem(text) === null,
    'not a well-formed account (IBAN or institution:account)',
  );
const text = z.string().max(TEXT_LENGTH_MAX);
const givenText = text.refine((words) => words.trim() !== '', 'must not be empty');
const amount = z.number().int().positive();
const currency = z.string().refine(isCurrency, 'not an ISO 4217 currency code');
/** Epoch ms. */
const instant = z.number().int().nonnegative();
const heldAmount = z.number().int().nonnegative();

/** An order as it stands on the topic; what an action needs besides is checked by `parseOrder`. */
export const orderSchema = z.object({
  orderId: id,
  action: z.enum(ORDER_ACTIONS),
  stopPaymentId: id.nullable(),
  account,
  institution: text.nullable(),
  transferId: id.nullable(),
  amountMinor: amount.nullable(),
  currency: currency.nullable(),
  returnToAccount: account.nullable(),
  cause: z.enum(STOP_PAYMENT_CAUSES),
  causeId: id,
  caseId: id.nullable(),
  legalBasis: id.nullable(),
  authorityReference: text.nullable(),
  orderedBy: givenText,
  approvedBy: text.nullable(),
  reason: givenText,
  expiresAt: instant.nullable(),
  orderedAt: instant,
}) satisfies z.ZodType<StopPaymentOrder>;

const statusSchema = z.object({
  commandId: z.string(),
  stopPaymentId: id,
  result: z.enum(STOP_PAYMENT_RESULTS),
  stoppedMinor: heldAmount.nullable(),
  availableMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  reasonCode: z.string().nullable(),
  detail: z.string().nullable(),
  coreReference: z.string().nullable(),
  at: instant,
}) satisfies z.ZodType<StopPaymentStatus>;

const transferSchema = z.object({
  status: z.enum(TRANSFER_STATUSES),
  kind: z.enum(TRANSFER_KINDS),
  debtorAccount: z.string(),
  debtorOwnership: z.enum(OWNERSHIPS),
  creditorAccount: z.string(),
  creditorOwnership: z.enum(OWNERSHIPS),
  creditorKind: z.enum(CREDITOR_KINDS),
  creditorAccountKind: z.enum(ACCOUNT_KINDS).nullable(),
  creditorProtection: z.string().nullable(),
});

const decisionSchema = z.object({
  type: z.literal('DECISION'),
  account: id,
  decisionId: id,
  transferId: id,
  transfer: transferSchema,
  amountMinor: amount,
  currency,
  debtorInstitution: z.string().nullable(),
  creditorInstitution: z.string().nullable(),
  occurredAt: instant,
  decidedAt: instant,
  rulesVersion: z.string(),
  reason: z.string(),
});

/** Every entry of the inbox, as JSON. */
export const inboxEntrySchema = z.discriminatedUnion('type', [
  decisionSchema,
  z.object({
    type: z.literal('TRANSFER_STATUS'),
    account: id,
    transferId: id,
    status: z.enum(TRANSFER_STATUSES),
    statusAt: instant,
  }),
  z.object({ type: z.literal('ORDER'), account: id, order: orderSchema }),
  z.object({ type: z.literal('CORE_STATUS'), account: z.null(), status: statusSchema }),
  z.object({
    type: z.literal('CLOCK'),
    account: id,
    stopPaymentId: id,
    alarm: z.enum(['EXPIRY_WARNING', 'EXPIRY']),
    dueFor: instant,
    at: instant,
  }),
  z.object({
    type: z.literal('FOLLOW_UP'),
    account: id,
    action: z.enum(['FREEZE_AMOUNT', 'RECALL_TRANSFER']),
    stopPaymentId: id,
    previousStopPaymentId: id,
    decision: decisionSchema,
    reason: z.string(),
    at: instant,
  }),
]) satisfies z.ZodType<StopPaymentInboxEntry>;
