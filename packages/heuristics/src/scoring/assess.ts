import type { AccountFeatures } from '@sluice/account-state';
import { DISPOSITIONS, type Reason } from '@sluice/domain';
import { isBanksOwn, isGivingBack } from '../leg/legKinds';
import type { LegView } from '../leg/legView';
import { isListed, type ListingView, strongestOf } from '../leg/listingView';
import { lacksAny } from '../leg/lookedUp';
import type { Assessment } from './assessment';
import {
  type CompiledRule,
  type CompiledRules,
  type CompiledSide,
  inCurrency,
  LATE_BIT,
  PARTIAL_BIT,
} from './compile';
import { mitigatesAny } from './mitigation';
import { type ScenarioWeight, scenariosOf } from './scenarios';
import { scoresOf } from './scores';
import { openRules } from './screen';

const NO_REASONS: readonly Reason[] = Object.freeze([]);
const ALL_RULES = -1;
const NO_SCENARIOS: readonly ScenarioWeight[] = Object.freeze([]);

/**
 * The debit step, by the debtor's owner: is the payer being defrauded, or a mule passing money on? `own` speaks of the
 * debtor at the leg's event time, `listings` of the debtor's side. Nothing is allocated where no rule fires.
 */
export function assessDebtor(
  rules: CompiledRules,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView>,
): Assessment {
  return assess(rules, inCurrency(rules, leg.currency).debtor, leg, own, listings, NO_REASONS);
}

/**
 * The credit step, by the creditor's owner: is the receiver a mule, and does what only its owner knows (a payee of days)
 * speak of a defrauded payer? `debtor` is what the debit step found, so that mitigators see what there is to mitigate.
 */
export function assessCreditor(
  rules: CompiledRules,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView>,
  debtor: Pick<Assessment, 'reasons'>,
): Assessment {
  return assess(rules, inCurrency(rules, leg.currency).creditor, leg, own, listings, debtor.reasons);
}

function assess(
  rules: CompiledRules,
  side: CompiledSide,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView>,
  debtorReasons: readonly Reason[],
): Assessment {
  const isDebtor = side.step === 'DEBTOR';
  const ownership = isDebtor ? leg.debtorOwnership : leg.creditorOwnership;
  const hasListing = isListed(listings);
  const disposition = hasListing ? DISPOSITIONS.indexOf(strongestOf(listings, side.step)) : 0;
  let missing = leg.late ? LATE_BIT : 0;
  if (isGivingBack(leg)) return quiet(side, missing, disposition);

  // Cash has no windows, a pooled account is nobody's, and nobody decides a booking of the bank's own.
  const isCash = isDebtor ? leg.debtorIsCash : leg.creditorIsCash;
  const hasNoHolder = isBanksOwn(leg) || isCash || own.kind === 'POOLED' || own.kind === 'INTERNAL';
  if (!hasNoHolder && ownership !== 'OURS') missing |= PARTIAL_BIT;
  const isPartial = ownership === 'OTHER';

  let found: Reason[] | null = null;
  const asksLists = hasListing || lacksAny(leg, own, side.step);
  let open = openRules(side.screen, rulesFor(side, hasNoHolder, isPartial, asksLists), leg, own);
  while (open !== 0) {
    const rule = side.byBit[31 - Math.clz32(open & -open)]!;
    open &= open - 1;
    const measure = rule.measure(leg, own, rule.parameters, listings);
    const points = pointsOf(rule, measure);
    if (points !== 0) {
      found ??= [];
      found.push(reasonOf(side, rule, leg, own, listings, measure, points));
    } else if (Number.isNaN(measure)) missing |= rule.bit;
  }
  if (found === null && debtorReasons.length === 0) return quiet(side, missing, disposition);

  const reasons = found ?? [];
  for (const rule of hasNoHolder || isPartial ? side.partialTrust : side.trust) {
    if (!mitigatesAny(rule.side, side.step, debtorReasons, reasons)) continue;
    const measure = rule.measure(leg, own, rule.parameters, listings);
    const points = pointsOf(rule, measure);
    if (points !== 0) reasons.push(reasonOf(side, rule, leg, own, listings, measure, points));
    else if (Number.isNaN(measure)) missing |= rule.bit;
  }
  if (reasons.length === 0) return quiet(side, missing, disposition);
  return loud(rules, side, missing, disposition, reasons);
}

/** The set of rules that may have something to say of such an account; most legs need no list. */
function rulesFor(side: CompiledSide, hasNoHolder: boolean, isPartial: boolean, asksLists: boolean): number {
  const seen = hasNoHolder ? side.listed : isPartial ? side.partial : ALL_RULES;
  return asksLists ? seen : seen & ~side.listed;
}

/** Points of a measure: of the last band that it reaches; bands are ordered from the weakest to the strongest. */
function pointsOf(rule: CompiledRule, measure: number): number {
  if (!(measure >= 0)) return 0;
  if (rule.isPoints) return measure;
  let points = 0;
  for (let i = 0; i < rule.edges.length; i++) {
    const edge = rule.edges[i] ?? 0;
    if (rule.isLess ? measure > edge : measure < edge) break;
    points = rule.points[i] ?? 0;
  }
  return points;
}

function reasonOf(
  side: CompiledSide,
  rule: CompiledRule,
  leg: LegView,
  own: AccountFeatures,
  listings: Readonly<ListingView>,
  measure: number,
  points: number,
): Reason {
  const subject = side.step === 'DEBTOR' ? leg.debtorAccount : leg.creditorAccount;
  const { detail, evidence } = rule.side.explain(leg, own, rule.parameters, measure, listings);
  return { rule: rule.id, subject, points, detail, evidence };
}

/** The one assessment of its kind in which nothing fired, made when it is first needed. */
function quiet(side: CompiledSide, missing: number, disposition: number): Assessment {
  const key = missing * DISPOSITIONS.length + disposition;
  const known = side.quiet.get(key);
  if (known !== undefined) return known;
  const made: Assessment = Object.freeze({
    rulesVersion: side.rulesVersion,
    victimScore: 0,
    muleScore: 0,
    disposition,
    reasons: NO_REASONS,
    missingEvidence: namesOf(side, missing),
    scenarios: NO_SCENARIOS,
  });
  side.quiet.set(key, made);
  return made;
}

function loud(
  rules: CompiledRules,
  side: CompiledSide,
  missing: number,
  disposition: number,
  reasons: readonly Reason[],
): Assessment {
  const isDebtor = side.step === 'DEBTOR';
  const scores = scoresOf(
    rules.rules.familyCaps,
    isDebtor ? reasons : NO_REASONS,
    isDebtor ? NO_REASONS : reasons,
  );
  return {
    rulesVersion: side.rulesVersion,
    victimScore: scores.victim,
    muleScore: isDebtor ? scores.debtorMule : scores.creditorMule,
    disposition,
    reasons,
    missingEvidence: namesOf(side, missing),
    scenarios: scenariosOf(reasons),
  };
}

function namesOf(side: CompiledSide, missing: number): readonly string[] {
  return side.names.filter((_name, bit) => (missing & (1 << bit)) !== 0);
}
