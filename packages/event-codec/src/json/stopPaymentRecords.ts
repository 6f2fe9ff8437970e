import {
  STOP_PAYMENT_ACTIONS,
  STOP_PAYMENT_RESULTS,
  type StopPaymentCommand,
  type StopPaymentStatus,
} from '@sluice/domain';
import { z } from 'zod';
import { amountOrNull, cause, currencyOrNull, instant, instantOrNull, text, textOrNull } from './words';

/** A core's answer as it came: also with a result that is newer than we are. */
export const statusSchema: z.ZodType<StopPaymentStatus> = z.object({
  commandId: z.string(),
  stopPaymentId: z.string(),
  result: z.enum(STOP_PAYMENT_RESULTS),
  stoppedMinor: z.int().nullable(),
  availableMinor: z.int().nullable(),
  currency: z.string().nullable(),
  reasonCode: z.string().nullable(),
  detail: z.string().nullable(),
  coreReference: z.string().nullable(),
  at: z.int(),
});

/** A command as it went to the core. */
export const commandSchema: z.ZodType<StopPaymentCommand> = z.object({
  commandId: text,
  stopPaymentId: text,
  action: z.enum(STOP_PAYMENT_ACTIONS).exclude(['UNKNOWN']),
  account: text,
  institution: textOrNull,
  transferId: textOrNull,
  amountMinor: amountOrNull,
  currency: currencyOrNull,
  returnToAccount: textOrNull,
  cause,
  causeId: text,
  caseId: textOrNull,
  legalBasis: text,
  authorityReference: textOrNull,
  orderedBy: text,
  approvedBy: textOrNull,
  reason: text,
  issuedAt: instant,
  expiresAt: instantOrNull,
});
