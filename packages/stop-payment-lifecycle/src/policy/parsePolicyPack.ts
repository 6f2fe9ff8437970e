import { ok, type Result, refuse } from '@sluice/domain';
import { z } from 'zod';
import { type OpeningAction, type OrderingCause, type PolicyPack, policyPackSchema } from './policyPack';

/** What a basis must act on to back an opening action. */
export const SUBJECT_OF_ACTION = {
  HOLD_TRANSFER: 'TRANSFER',
  FREEZE_AMOUNT: 'AMOUNT',
  RECALL_TRANSFER: 'RECALL',
} as const;

/** Checks a policy pack: its form, and that its parts agree (POLICY_INVALID with the place and what is wrong). */
export function parsePolicyPack(candidate: unknown): Result<PolicyPack> {
  const parsed = policyPackSchema.safeParse(candidate);
  if (!parsed.success) {
    return refuse(
      'POLICY_INVALID',
      `The policy pack is malformed: ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`,
    );
  }
  const wrong = disagreementOf(parsed.data);
  return wrong === null
    ? ok(parsed.data)
    : refuse('POLICY_INVALID', `Policy pack ${parsed.data.name}: ${wrong}`);
}

function disagreementOf(pack: PolicyPack): string | null {
  const bases = new Map(pack.bases.map((basis) => [basis.code, basis]));
  if (bases.size !== pack.bases.length) return 'two legal bases have the same code.';
  for (const basis of pack.bases) {
    const unknown = basis.convertsTo.find((code) => !bases.has(code));
    if (unknown !== undefined) return `${basis.code} converts to ${unknown}, which the pack does not hold.`;
    const automatic = basis.mayOrder.includes('DECISION') || basis.mayOrder.includes('FUND_TRACE');
    if (automatic && !basis.ownDuty)
      return `${basis.code} is an authority's power, so no model may order by it.`;
  }
  for (const [cause, byAction] of Object.entries(pack.defaults) as [
    OrderingCause,
    Partial<Record<OpeningAction, string[]>>,
  ][]) {
    for (const [action, codes] of Object.entries(byAction) as [OpeningAction, string[]][]) {
      for (const code of codes) {
        const basis = bases.get(code);
        if (basis === undefined) return `the default ${code} of ${cause} ${action} is not in the pack.`;
        if (!basis.mayOrder.includes(cause)) return `${cause} may not order by ${code}, its default.`;
        if (!basis.actsOn.includes(SUBJECT_OF_ACTION[action])) return `${code} does not cover ${action}.`;
      }
    }
  }
  return null;
}
