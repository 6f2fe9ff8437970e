import {
  ok,
  type Result,
  refuse,
  type StopPaymentCause,
  type StopPaymentEvent,
  type StopPaymentOrder,
} from '@sluice/domain';
import { orderProblem } from '@sluice/stop-payment-lifecycle';
import { minorFromMajor } from './amount';

/** What a person typed; names are those of the options. */
export interface OrderOptions {
  readonly by: string;
  readonly reason: string;
  readonly stopPayment?: string;
  readonly account?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly transfer?: string;
  readonly to?: string;
  readonly approvedBy?: string;
  readonly authorityReference?: string;
  readonly expiresAt?: string;
  readonly cause?: string;
  readonly legalBasis?: string;
  readonly case?: string;
  readonly orderId?: string;
}

const CAUSES: Readonly<Record<string, StopPaymentCause>> = {
  analyst: 'ANALYST',
  police: 'POLICE_ORDER',
  court: 'COURT_ORDER',
};

/**
 * The order that the options mean, complete and well formed, or one sentence. `stop` is the last event of the
 * stop-payment that it changes; null where it opens one.
 */
export function buildOrder(
  action: StopPaymentOrder['action'],
  options: OrderOptions,
  stop: StopPaymentEvent | null,
  made: { readonly orderId: string; readonly now: number },
): Result<StopPaymentOrder> {
  const cause = causeOf(options);
  if (!cause.ok) return cause;
  const account = stop?.account ?? options.account;
  if (account === undefined)
    return refuse('ORDER_INVALID', 'Name the account with --account <IBAN or institution:account>.');
  if (options.account !== undefined && options.account !== account) {
    return refuse(
      'ORDER_INVALID',
      `Stop-payment ${stop?.stopPaymentId} acts on another account than --account; check both.`,
    );
  }
  const currency = options.currency?.toUpperCase() ?? stop?.currency;
  const amount = amountOf(options, currency);
  if (!amount.ok) return amount;
  const expiresAt = instantOf(options.expiresAt);
  if (!expiresAt.ok) return expiresAt;
  const order: StopPaymentOrder = {
    orderId: made.orderId,
    action,
    stopPaymentId: stop?.stopPaymentId ?? null,
    account,
    institution: stop?.institution ?? null,
    transferId: options.transfer ?? stop?.transferId ?? null,
    amountMinor: amount.value,
    currency: currency ?? null,
    returnToAccount: options.to ?? null,
    cause: cause.value,
    causeId: made.orderId,
    caseId: options.case ?? stop?.caseId ?? null,
    legalBasis: options.legalBasis ?? null,
    authorityReference: options.authorityReference ?? null,
    orderedBy: options.by,
    approvedBy: options.approvedBy ?? null,
    reason: options.reason,
    expiresAt: expiresAt.value,
    orderedAt: made.now,
  };
  const problem = orderProblem(order);
  return problem === null ? ok(order) : { ok: false, problem };
}

/** With an authority's reference and nothing else said, the police orders. */
function causeOf({ cause, authorityReference }: OrderOptions): Result<StopPaymentCause> {
  if (cause === undefined) return ok(authorityReference === undefined ? 'ANALYST' : 'POLICE_ORDER');
  const found = CAUSES[cause.toLowerCase()];
  return found === undefined
    ? refuse('ORDER_INVALID', `--cause ${cause} is none of ${Object.keys(CAUSES).join(', ')}.`)
    : ok(found);
}

function amountOf({ amount }: OrderOptions, currency: string | undefined): Result<number | null> {
  if (amount === undefined) return ok(null);
  if (currency === undefined)
    return refuse('ORDER_INVALID', 'An amount needs its --currency, for example EUR.');
  return minorFromMajor(amount, currency);
}

function instantOf(text: string | undefined): Result<number | null> {
  if (text === undefined) return ok(null);
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  return Number.isNaN(at)
    ? refuse(
        'ORDER_INVALID',
        `--expires-at ${text} is no instant with its zone; write for example 2026-03-02T18:00:00Z.`,
      )
    : ok(at);
}
