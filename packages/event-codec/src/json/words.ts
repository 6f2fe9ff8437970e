import {
  AMOUNT_MINOR_MAX,
  INSTANT_MAX,
  isCurrency,
  STOP_PAYMENT_ACTIONS,
  STOP_PAYMENT_CAUSES,
  type StopPaymentAction,
  type StopPaymentCause,
} from '@sluice/domain';
import { z } from 'zod';

/** A text that must be there. */
export const text = z.string().min(1);
/** Optional texts may be empty: some repeat what a bank wrote (an institution, a core's reference). */
export const textOrNull = z.string().nullable();
/** Epoch ms. */
export const instant = z.int().min(0).max(INSTANT_MAX);
export const instantOrNull = instant.nullable();
/** Minor units, not negative, at most 2^53 − 1. */
export const amount = z.int().min(0).max(AMOUNT_MINOR_MAX);
export const amountOrNull = amount.nullable();
export const currency = z.string().refine(isCurrency, 'not an ISO 4217 code');
export const currencyOrNull = currency.nullable();

/** The wire enums without UNKNOWN: among our own services nothing is unknown. */
export const action = z.enum(withoutUnknown<StopPaymentAction>(STOP_PAYMENT_ACTIONS));
export const cause = z.enum(withoutUnknown<StopPaymentCause>(STOP_PAYMENT_CAUSES));

function withoutUnknown<T extends string>(words: readonly T[]): Exclude<T, 'UNKNOWN'>[] {
  return words.filter((word): word is Exclude<T, 'UNKNOWN'> => word !== 'UNKNOWN');
}
