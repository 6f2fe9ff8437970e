import type { Problem, StopPaymentCause, StopPaymentOrder } from '@sluice/domain';
import type { LegalBasis } from '../../policy/policyPack';

/** An order of the police or a court names its reference; null where it does, or needs none. */
export function authorityProblem(order: StopPaymentOrder): Problem | null {
  const byAuthority = order.cause === 'POLICE_ORDER' || order.cause === 'COURT_ORDER';
  if (!byAuthority || isGiven(order.authorityReference)) return null;
  return {
    code: 'AUTHORITY_REFERENCE_MISSING',
    sentence: `A ${order.cause} needs the reference of the authority's document.`,
  };
}

/** The second person, where the basis asks for one: given, and not the first again. */
export function countersignProblem(order: StopPaymentOrder, basis: LegalBasis | undefined): Problem | null {
  if (basis === undefined || !basis.countersign.includes(order.action)) return null;
  if (!isGiven(order.approvedBy)) {
    return {
      code: 'SECOND_PERSON_MISSING',
      sentence: `${order.action} under ${basis.code} needs a second person's approval; name who approved it.`,
    };
  }
  if (order.approvedBy!.trim() === order.orderedBy.trim()) {
    return {
      code: 'SECOND_PERSON_MISSING',
      sentence: `${order.orderedBy} cannot approve an order of their own; ${order.action} under ${basis.code} needs another person.`,
    };
  }
  return null;
}

/** Whether the cause is among those that the basis names. */
export function entitlementProblem(
  order: StopPaymentOrder,
  basis: LegalBasis,
  open: readonly StopPaymentCause[],
): Problem | null {
  if (open.includes(order.cause)) return null;
  const others = open.length === 0 ? 'nobody' : open.join(', ');
  return {
    code: 'NOT_ENTITLED',
    sentence: `${order.cause} may not order ${order.action} of a stop under ${basis.code}; that is open to ${others}.`,
  };
}

function isGiven(text: string | null): boolean {
  return text !== null && text.trim() !== '';
}
