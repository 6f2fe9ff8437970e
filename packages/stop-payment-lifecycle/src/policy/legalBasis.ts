import { ok, type Result, refuse } from '@sluice/domain';
import { SUBJECT_OF_ACTION } from './parsePolicyPack';
import type { LegalBasis, OpeningAction, OrderingCause, PolicyPack } from './policyPack';

/** The basis of that code, or undefined where the pack has none. */
export function basisOf(policy: PolicyPack, code: string): LegalBasis | undefined {
  return policy.bases.find((basis) => basis.code === code);
}

/** True from the day that the basis came into force (UTC). */
export function isInForce(basis: LegalBasis, now: number): boolean {
  return basis.inForceFrom !== null && Date.parse(`${basis.inForceFrom}T00:00:00Z`) <= now;
}

/**
 * The legal basis under which `cause` may order `action`: the named one, else the policy's default, the first in force.
 * Refusals: BASIS_UNKNOWN, BASIS_NOT_IN_FORCE, BASIS_DOES_NOT_COVER, NOT_ENTITLED.
 */
export function chooseBasis(
  policy: PolicyPack,
  request: { cause: OrderingCause; action: OpeningAction; named: string | null; now: number },
): Result<LegalBasis> {
  const { cause, action, named, now } = request;
  if (named === null) {
    for (const code of policy.defaults[cause][action] ?? []) {
      const basis = basisOf(policy, code);
      if (basis !== undefined && isInForce(basis, now)) return ok(basis);
    }
    return refuse(
      'NOT_ENTITLED',
      `Policy ${policy.name} has no legal basis on which ${cause} may order ${action}; name one with a legal basis code.`,
    );
  }
  const basis = basisOf(policy, named);
  if (basis === undefined) {
    const known = policy.bases.map(({ code }) => code).join(', ');
    return refuse('BASIS_UNKNOWN', `Policy ${policy.name} knows no legal basis ${named}; it knows ${known}.`);
  }
  if (!isInForce(basis, now))
    return refuse('BASIS_NOT_IN_FORCE', `Legal basis ${named} is not in force; order on another basis.`);
  if (!basis.mayOrder.includes(cause)) {
    return refuse(
      'NOT_ENTITLED',
      `${cause} may not order on ${named}; it is open to ${basis.mayOrder.join(', ')}.`,
    );
  }
  if (!basis.actsOn.includes(SUBJECT_OF_ACTION[action])) {
    return refuse(
      'BASIS_DOES_NOT_COVER',
      `Legal basis ${named} acts on ${basis.actsOn.join(', ')}, which does not cover ${action}.`,
    );
  }
  return ok(basis);
}
