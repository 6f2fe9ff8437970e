import {
  type HoldDecided,
  ok,
  type Problem,
  type Result,
  refuse,
  type StopPaymentInboxEntry,
} from '@sluice/domain';
import type { StopPaymentView } from '../book';
import { DAY_MS, endOf } from '../policy/duration';
import { chooseBasis } from '../policy/legalBasis';
import type { LegalBasis, OpeningAction } from '../policy/policyPack';
import type { StopPaymentFacts } from '../stopPayment';
import { type DecideContext, type Decided, type Mover, type Steps, stepsOfNew } from './steps';

/** What a model's decision asks for: of the detector, or as the follow-up of a hold that came too late. */
export interface AutomaticStop {
  readonly stopPaymentId: string;
  readonly account: string;
  readonly institution: string | null;
  /** Null: the transfer cannot be stopped at all. */
  readonly action: OpeningAction | null;
  readonly previousStopPaymentId: string | null;
  readonly decision: HoldDecided;
  readonly reason: string;
  /** True where the core waits for our word: a refusal lets the transfer go at once. */
  readonly coreWaits: boolean;
}

/** Opens the stop, or refuses it with the policy's reason; REQUESTED is recorded in both cases. */
export function openAutomatically(
  view: StopPaymentView,
  entry: StopPaymentInboxEntry,
  stop: AutomaticStop,
  context: DecideContext,
): Decided {
  const { policy, now } = context;
  const { decision } = stop;
  const allowed = allow(view, stop, context);
  const basis = allowed.ok ? allowed.value.code : fallbackBasis(stop, context);
  const steps = stepsOfNew(factsOf(stop, basis, context), entry);
  steps.record({ type: 'REQUESTED', reason: stop.reason, at: now });
  const by: Mover = {
    cause: 'DECISION',
    causeId: decision.decisionId,
    caseId: null,
    legalBasis: basis,
    authorityReference: null,
    orderedBy: modelOf(decision),
    approvedBy: null,
  };
  if (!allowed.ok) {
    refuseAutomatically(steps, stop, by, allowed.problem, now);
    return steps.moved();
  }
  const expiresAt = endOf(allowed.value.duration, now);
  steps.issue(
    { type: 'ISSUED', reason: stop.reason, at: now, changes: { state: 'ISSUED', expiresAt } },
    { action: stop.action!, by, amountMinor: decision.amountMinor, expiresAt },
  );
  return steps.moved();

  function refuseAutomatically(to: Steps, of: AutomaticStop, mover: Mover, why: Problem, at: number): void {
    const step = {
      type: 'REFUSED' as const,
      reason: why.sentence,
      reasonCode: why.code,
      at,
      changes: { state: 'REFUSED' as const },
    };
    if (of.coreWaits) to.issue(step, { action: 'RELEASE', by: mover });
    else to.record(step);
  }

  function fallbackBasis(of: AutomaticStop, { policy: { defaults } }: DecideContext): string {
    return defaults.DECISION[of.action ?? 'HOLD_TRANSFER']?.[0] ?? policy.bases[0]!.code;
  }
}

function modelOf(decision: HoldDecided): string {
  return `model:${decision.rulesVersion}`;
}

function allow(
  view: StopPaymentView,
  { action, account, decision }: AutomaticStop,
  { policy, now }: DecideContext,
): Result<LegalBasis> {
  if (action === null) {
    return refuse(
      'NOT_STOPPABLE',
      `Transfer ${decision.transferId} can be neither held, frozen nor recalled: none of the accounts that it touches is ours to stop.`,
    );
  }
  const { holdSparesProtections, perAccountPerDayMax, amountMinorMin } = policy.automatic;
  const protection = decision.transfer.creditorProtection;
  if (protection !== null && holdSparesProtections.includes(protection)) {
    return refuse(
      'PROTECTED',
      `Policy ${policy.name} lets no model stop a payment to an account protected as ${protection}.`,
    );
  }
  const least = amountMinorMin[decision.currency];
  if (least !== undefined && decision.amountMinor < least) {
    return refuse(
      'BELOW_LIMIT',
      `Policy ${policy.name} lets no model stop less than ${least} minor units of ${decision.currency}; this is ${decision.amountMinor}.`,
    );
  }
  if (perAccountPerDayMax !== null) {
    const stops = view.automaticStopsSince(account, now - DAY_MS);
    if (stops >= perAccountPerDayMax) {
      return refuse(
        'LIMIT_REACHED',
        `Models have stopped ${stops} payments of this account within 24 hours; policy ${policy.name} allows ${perAccountPerDayMax}.`,
      );
    }
  }
  const basis = chooseBasis(policy, { cause: 'DECISION', action, named: null, now });
  return basis.ok ? ok(basis.value) : basis;
}

function factsOf(stop: AutomaticStop, legalBasis: string, { policy }: DecideContext): StopPaymentFacts {
  const { decision } = stop;
  return {
    stopPaymentId: stop.stopPaymentId,
    state: 'REQUESTED',
    // What would have been asked for, where nothing can be.
    instrument: stop.action ?? (stop.coreWaits ? 'HOLD_TRANSFER' : 'FREEZE_AMOUNT'),
    account: stop.account,
    institution: stop.institution,
    transferId: decision.transferId,
    currency: decision.currency,
    requestedMinor: decision.amountMinor,
    stoppedMinor: 0,
    returnedMinor: 0,
    availableMinor: null,
    cause: 'DECISION',
    causeId: decision.decisionId,
    caseId: null,
    previousStopPaymentId: stop.previousStopPaymentId,
    legalBasis,
    policyVersion: policy.version,
    orderedBy: modelOf(decision),
    approvedBy: null,
    authorityReference: null,
    rulesVersion: decision.rulesVersion,
    expiresAt: null,
    renewals: 0,
    coreReference: null,
    returnToAccount: null,
  };
}
