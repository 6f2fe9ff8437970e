import type { Reason } from '@sluice/domain';
import { familyOf } from '../rule/rule';

/** Scams first, then laundering; the order breaks ties. */
export const VICTIM_SCENARIOS = [
  'safe-account',
  'account-takeover',
  'investment',
  'purchase',
  'unknown',
] as const;
export const MULE_SCENARIOS = ['mule-pass-through', 'mule-collection', 'known-fraud'] as const;
export const SCENARIOS = [...VICTIM_SCENARIOS, ...MULE_SCENARIOS] as const;
export type Scenario = (typeof SCENARIOS)[number];

type Support = Readonly<Partial<Record<Scenario, number>>>;

/** Which scenario a rule's points speak for, in percent of its points. */
const SUPPORT: Readonly<Record<string, Support>> = {
  'velocity.new-payees': { 'account-takeover': 50 },
  'velocity.out-count': { 'account-takeover': 50 },
  'victim.drains-balance': { 'safe-account': 30, 'account-takeover': 20 },
  'victim.first-large-to-new-payee': { unknown: 30, 'safe-account': 20, purchase: 20 },
  'victim.payee-name-mismatch': { purchase: 70 },
  'victim.risky-payee': { purchase: 50, 'safe-account': 30 },
  'victim.crypto-exit': { investment: 100 },
  'victim.escalating-series': { investment: 100 },
  'victim.vulnerable-holder': { 'safe-account': 40 },
  'list.device': { 'account-takeover': 60, 'mule-pass-through': 40 },
  'list.ip': { 'account-takeover': 60, 'mule-pass-through': 40 },
  'list.account': { 'known-fraud': 100 },
  'list.phone': { 'known-fraud': 100 },
  'mule.rapid-pass-through': { 'mule-pass-through': 100 },
  'mule.low-retained-balance': { 'mule-pass-through': 100 },
  'mule.fan-out': { 'mule-pass-through': 100 },
  'mule.cash-out': { 'mule-pass-through': 100 },
  'mule.new-account-turnover': { 'mule-collection': 50, 'mule-pass-through': 50 },
  'mule.dormant-reactivated': { 'mule-collection': 50, 'mule-pass-through': 50 },
  'mule.fan-in': { 'mule-collection': 100 },
  'mule.first-time-payers-burst': { 'mule-collection': 100 },
};

/** The same for each signal of `victim.session-signal`, in percent of the signal's own points. */
const SIGNAL_SUPPORT: Readonly<Record<string, Support>> = {
  ACTIVE_CALL: { 'safe-account': 100 },
  REMOTE_ACCESS: { 'safe-account': 100 },
  NEW_DEVICE: { 'account-takeover': 100 },
  CREDENTIALS_CHANGED: { 'account-takeover': 100 },
  SIM_CHANGED: { 'account-takeover': 100 },
  LIMIT_RAISED: { 'account-takeover': 50, 'safe-account': 50 },
  RETRY_AFTER_DECLINE: { unknown: 50 },
};

/** A scenario with the points that speak for it. */
export type ScenarioWeight = readonly [name: string, weight: number];

const NONE: readonly ScenarioWeight[] = Object.freeze([]);

/** The scenarios that these reasons point to, strongest first; ties in the order of SCENARIOS. */
export function scenariosOf(reasons: readonly Reason[]): readonly ScenarioWeight[] {
  if (reasons.length === 0) return NONE;
  const weights = new Map<Scenario, number>();
  for (const reason of reasons) {
    if (reason.points > 0) addSupport(weights, reason);
  }
  return sorted(weights);
}

/** Both steps' candidates as one list. */
export function mergeScenarios(
  a: readonly ScenarioWeight[],
  b: readonly ScenarioWeight[],
): readonly ScenarioWeight[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const weights = new Map<Scenario, number>();
  for (const [name, weight] of [...a, ...b]) {
    const scenario = SCENARIOS.find((candidate) => candidate === name);
    if (scenario !== undefined) weights.set(scenario, (weights.get(scenario) ?? 0) + weight);
  }
  return sorted(weights);
}

/** The strongest candidate among `wanted`, or null. */
export function strongestAmong<S extends Scenario>(
  candidates: readonly ScenarioWeight[],
  wanted: readonly S[],
): S | null {
  for (const [name] of candidates) {
    const found = wanted.find((scenario) => scenario === name);
    if (found !== undefined) return found;
  }
  return null;
}

function addSupport(weights: Map<Scenario, number>, reason: Reason): void {
  if (reason.rule !== 'victim.session-signal') {
    addWeighted(weights, SUPPORT[reason.rule] ?? ofFamily(reason.rule), reason.points);
    return;
  }
  for (const [signal, points] of Object.entries(reason.evidence)) {
    addWeighted(weights, SIGNAL_SUPPORT[signal] ?? {}, points);
  }
}

// A rule without a line of its own (velocity.out-sum) speaks for no scenario.
function ofFamily(rule: string): Support {
  return familyOf(rule) === 'mule' ? { 'mule-pass-through': 50 } : {};
}

function addWeighted(weights: Map<Scenario, number>, support: Support, points: number): void {
  for (const scenario of SCENARIOS) {
    const share = support[scenario];
    if (share !== undefined) weights.set(scenario, (weights.get(scenario) ?? 0) + (points * share) / 100);
  }
}

function sorted(weights: ReadonlyMap<Scenario, number>): readonly ScenarioWeight[] {
  return SCENARIOS.filter((scenario) => (weights.get(scenario) ?? 0) > 0)
    .map((scenario): ScenarioWeight => [scenario, weights.get(scenario) ?? 0])
    .sort((a, b) => b[1] - a[1]);
}
