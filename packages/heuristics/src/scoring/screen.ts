import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_7D, WINDOW_24H } from '@sluice/account-state';
import { LEG_TRAITS_END } from '../leg/legTraits';
import type { LegView } from '../leg/legView';
import { windowed } from '../rule/read';
import type { Step } from '../rule/rule';
import type { Gates } from './gates';

/** A rule's gates, and the bit by which it is named in a set of rules. */
export interface Gated extends Gates {
  readonly bit: number;
}

/**
 * Which rules of one step are worth measuring, as sets of bits: of each quantity that rules put a condition on, the rules that
 * are open at each of its levels. A leg's rules are the meeting of a handful of sets, whatever the number of rules.
 */
export interface Screen {
  readonly isCredit: boolean;
  /** By the bits of `LegView.traits`. */
  readonly byTraits: Int32Array;
  readonly amount: Levels;
  readonly received24h: Levels;
  readonly received7d: Levels;
  readonly sent24h: Levels;
  readonly recency: Levels;
}

/** Rules by the level of a quantity: `open[i]` where it has reached `i` of the edges, which rise. */
interface Levels {
  /** The rules that put a condition on it. */
  readonly asking: number;
  readonly edges: Float64Array;
  readonly open: Int32Array;
}

export function screenOf(rules: readonly Gated[], step: Step): Screen {
  return {
    isCredit: step === 'CREDITOR',
    byTraits: Int32Array.from({ length: LEG_TRAITS_END }, (_, traits) =>
      setOf(rules.filter((rule) => (rule.traits & traits) === rule.traits)),
    ),
    amount: levelsOf(rules, (rule) => rule.amountFrom, 0),
    received24h: levelsOf(rules, (rule) => rule.received24hFrom, 0),
    received7d: levelsOf(rules, (rule) => rule.received7dFrom, 0),
    sent24h: levelsOf(rules, (rule) => rule.sent24hFrom, 0),
    recency: levelsOf(rules, (rule) => rule.recencyFrom, -Infinity),
  };
}

function levelsOf(rules: readonly Gated[], from: (rule: Gated) => number, always: number): Levels {
  const asking = rules.filter((rule) => from(rule) > always);
  const edges = Float64Array.from(new Set(asking.map(from))).sort();
  const reached = [always, ...edges];
  return {
    asking: setOf(asking),
    edges,
    open: Int32Array.from(reached, (value) => setOf(rules.filter((rule) => from(rule) <= value))),
  };
}

/** The bits of these rules together. */
export function setOf(rules: readonly Gated[]): number {
  return rules.reduce((set, rule) => set | rule.bit, 0);
}

/**
 * Those of `rules` (a set of bits) whose stated conditions all hold; the others bring neither points nor missing evidence. The leg's own
 * come first: a feature is read only where a rule is left that asks for it.
 */
export function openRules(screen: Screen, rules: number, leg: LegView, own: AccountFeatures): number {
  const { amountMinor } = leg;
  let open = rules & screen.byTraits[leg.traits]! & openAt(screen.amount, amountMinor);
  if ((open & screen.recency.asking) !== 0) open &= openAt(screen.recency, recencyOf(own));
  if ((open & screen.received24h.asking) !== 0) open &= openAt(screen.received24h, own.receivedMinor24h);
  if ((open & screen.received7d.asking) !== 0) {
    const scored = screen.isCredit ? amountMinor : 0;
    open &= openAt(screen.received7d, windowed(own.in.sumMinor, WINDOW_7D) + scored);
  }
  if ((open & screen.sent24h.asking) !== 0) {
    open &= openAt(screen.sent24h, windowed(own.out.sumMinor, WINDOW_24H) + amountMinor);
  }
  return open;
}

function openAt(levels: Levels, value: number): number {
  const { edges } = levels;
  let level = 0;
  while (level < edges.length && value >= edges[level]!) level += 1;
  return levels.open[level]!;
}

/**
 * How new the counterparty is: Infinity where the account does not know it, else minus the ms since it first did. Known, but no
 * longer remembered exactly (first time 0), is longer than anything that is.
 */
export function recencyOf(own: AccountFeatures): number {
  if (!own.counterpartyKnown) return Infinity;
  return own.counterpartyFirstAt > 0 ? own.counterpartyFirstAt - own.at : -Infinity;
}
