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

/** The same by the place of the scenario in SCENARIOS, for adding up. */
type Shares = readonly { readonly scenario: number; readonly percent: number }[];

function sharesOf(table: Readonly<Record<string, Support>>): ReadonlyMap<string, Shares> {
  return new Map(
    Object.entries(table).map(([key, support]) => [
      key,
      SCENARIOS.flatMap((name, scenario) => {
        const percent = support[name];
        return percent === undefined ? [] : [{ scenario, percent }];
      }),
    ]),
  );
}

const SCENARIO_NAMES: readonly string[] = SCENARIOS;
const RULE_SHARES = sharesOf(SUPPORT);
const SIGNAL_SHARES = sharesOf(SIGNAL_SUPPORT);
const NO_SHARES: Shares = [];
const SHARES_OF_UNKNOWN_MULE_RULE: Shares = [
  { scenario: SCENARIOS.indexOf('mule-pass-through'), percent: 50 },
];

const NONE: readonly ScenarioWeight[] = Object.freeze([]);

/** The scenarios that these reasons point to, strongest first; ties in the order of SCENARIOS. */
export function scenariosOf(reasons: readonly Reason[]): readonly ScenarioWeight[] {
  if (reasons.length === 0) return NONE;
  const weights = noWeights();
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
  const weights = noWeights();
  addAll(weights, a);
  addAll(weights, b);
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

/** Points by the place of the scenario in SCENARIOS. */
type Weights = number[];

function noWeights(): Weights {
  return new Array<number>(SCENARIOS.length).fill(0);
}

function addAll(weights: Weights, candidates: readonly ScenarioWeight[]): void {
  for (const [name, weight] of candidates) {
    const index = SCENARIO_NAMES.indexOf(name);
    if (index >= 0) weights[index]! += weight;
  }
}

function addSupport(weights: Weights, { rule, points, evidence }: Reason): void {
  if (rule !== 'victim.session-signal') {
    addShares(weights, RULE_SHARES.get(rule) ?? sharesOfFamily(rule), points);
    return;
  }
  for (const signal of Object.keys(evidence)) {
    addShares(weights, SIGNAL_SHARES.get(signal) ?? NO_SHARES, evidence[signal] ?? 0);
  }
}

// A rule without a line of its own (velocity.out-sum) speaks for no scenario.
function sharesOfFamily(rule: string): Shares {
  return familyOf(rule) === 'mule' ? SHARES_OF_UNKNOWN_MULE_RULE : NO_SHARES;
}

function addShares(weights: Weights, shares: Shares, points: number): void {
  for (const { scenario, percent } of shares) weights[scenario]! += (points * percent) / 100;
}

function sorted(weights: Readonly<Weights>): readonly ScenarioWeight[] {
  const found: ScenarioWeight[] = [];
  for (let i = 0; i < SCENARIOS.length; i++) {
    const weight = weights[i]!;
    if (weight > 0) found.push([SCENARIOS[i]!, weight]);
  }
  return found.sort((a, b) => b[1] - a[1]);
}
