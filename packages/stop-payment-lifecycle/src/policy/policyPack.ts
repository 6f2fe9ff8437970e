import { isCurrency, STOP_PAYMENT_ACTIONS, STOP_PAYMENT_CAUSES } from '@sluice/domain';
import { z } from 'zod';

const isoDate = z.iso.date();
const cause = z.enum(STOP_PAYMENT_CAUSES).exclude(['UNKNOWN']);
const action = z.enum(STOP_PAYMENT_ACTIONS).exclude(['UNKNOWN']);
const wholeNumber = z.number().int().min(0);

const duration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FIXED'), ms: z.number().int().positive() }),
  z.strictObject({
    kind: z.literal('BUSINESS_DAYS'),
    /** The stop ends with this business day after the day of the order. */
    days: z.number().int().positive(),
    /** Hour of the day, UTC, at which the business day is taken to end: never later than in the pack's own zone. */
    dayEndsAtUtcHour: z.number().int().min(1).max(24),
  }),
]);

const legalBasis = z.strictObject({
  code: z.string().regex(/^[A-Z]+(-[A-Z0-9]+)+$/),
  title: z.string().min(1),
  /** The text that says so. */
  source: z.string().min(1),
  /** When that text was looked at for this pack. */
  sourceDate: isoDate,
  /** READ: taken from the published text. TO_CONFIRM: a lawyer must confirm it before production use. */
  confidence: z.enum(['READ', 'TO_CONFIRM']),
  /** Null: not in force, never chosen. */
  inForceFrom: isoDate.nullable(),
  /** The bank's own duty or right, as against the power of an authority: only such may back an automatic stop. */
  ownDuty: z.boolean(),
  /** What may open a stop on this basis. */
  mayOrder: z.array(cause).min(1),
  /** What may end one before its time (release, cancel); the clock always may. */
  mayEnd: z.array(cause).min(1),
  /** What may order that stopped money is paid back, whatever the amount. */
  mayReturn: z.array(cause),
  /** Every other cause may return up to this much of one stop; null: nothing. */
  returnWithoutAuthorityUpTo: z
    .strictObject({ currency: z.string().length(3), amountMinor: z.number().int().positive() })
    .nullable(),
  /** The actions for which a person's order needs a second person. */
  countersign: z.array(action),
  actsOn: z.array(z.enum(['TRANSFER', 'AMOUNT', 'ACCOUNT', 'RECALL'])).min(1),
  duration,
  renewals: z.strictObject({
    /** How often; null: without limit. */
    max: wholeNumber.nullable(),
    duration,
  }),
  /** Bases that may take its place while it stands. */
  convertsTo: z.array(z.string()),
  /** How it lapses by itself, in one sentence. */
  lapses: z.string().min(1),
  /** What must be told to whom, and any limit of the basis that this program does not enforce. */
  notes: z.array(z.string()),
});

const defaultsOfCause = z.strictObject({
  HOLD_TRANSFER: z.array(z.string()).min(1).optional(),
  FREEZE_AMOUNT: z.array(z.string()).min(1).optional(),
  RECALL_TRANSFER: z.array(z.string()).min(1).optional(),
});

/** One jurisdiction's rules for stopping money, as data; `parsePolicyPack` checks it. */
export const policyPackSchema = z.strictObject({
  name: z.string().regex(/^[A-Z]+$/),
  /** Written into every event: pack name and date. */
  version: z.string().min(1),
  title: z.string().min(1),
  /** False: nothing of the pack's own law is in force yet; its stops rest on the generic basis. */
  inForce: z.boolean(),
  /** Of a refused order that names no currency, with an amount of 0. */
  homeCurrency: z.string().refine(isCurrency, 'not an ISO 4217 code'),
  /** A stop's end is announced this long before it comes, ms. */
  warnBeforeExpiryMs: wholeNumber,
  automatic: z.strictObject({
    /** Protections of a payee's account to which an automatic hold is refused. */
    holdSparesProtections: z.array(z.string()),
    /** Most automatic stops on one account within 24 h; null: no limit. */
    perAccountPerDayMax: z.number().int().positive().nullable(),
    /** Smaller amounts are not stopped automatically, per currency, minor units. */
    amountMinorMin: z.record(z.string(), z.number().int().positive()),
  }),
  /** The basis of an order that names none, by cause and action: the first in force. */
  defaults: z.strictObject({
    DECISION: defaultsOfCause,
    FUND_TRACE: defaultsOfCause,
    ANALYST: defaultsOfCause,
    POLICE_ORDER: defaultsOfCause,
    COURT_ORDER: defaultsOfCause,
  }),
  bases: z.array(legalBasis).min(1),
});

export type PolicyPack = z.infer<typeof policyPackSchema>;
export type LegalBasis = z.infer<typeof legalBasis>;
export type StopDuration = z.infer<typeof duration>;
/** A cause that can order a stop: every cause but the clock, which only ends them. */
export type OrderingCause = keyof PolicyPack['defaults'];
/** An action that opens a stop-payment. */
export type OpeningAction = 'HOLD_TRANSFER' | 'FREEZE_AMOUNT' | 'RECALL_TRANSFER';
