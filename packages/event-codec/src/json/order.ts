import { ORDER_ACTIONS, type StopPaymentOrder } from '@sluice/domain';
import { z } from 'zod';
import { jsonCodec } from './jsonCodec';
import { amountOrNull, cause, currencyOrNull, instant, instantOrNull, text, textOrNull } from './words';

export const orderSchema: z.ZodType<StopPaymentOrder> = z.object({
  orderId: text,
  action: z.enum(ORDER_ACTIONS),
  stopPaymentId: textOrNull,
  account: text,
  institution: textOrNull,
  transferId: textOrNull,
  amountMinor: amountOrNull,
  currency: currencyOrNull,
  returnToAccount: textOrNull,
  cause,
  causeId: text,
  caseId: textOrNull,
  legalBasis: textOrNull,
  authorityReference: textOrNull,
  orderedBy: text,
  approvedBy: textOrNull,
  reason: text,
  expiresAt: instantOrNull,
  orderedAt: instant,
});

/** Records of topic `orders`. */
export const { encode: encodeOrder, decode: decodeOrder } = jsonCodec(
  'stop-payment order',
  'ORDER_INVALID',
  orderSchema,
);
