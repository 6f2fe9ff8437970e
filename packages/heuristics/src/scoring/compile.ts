import { minorDigits } from '@sluice/domain';
import { CATALOGUE } from '../catalogue/catalogue';
import type { AmountSetting, RuleSettings, Rules } from '../file/rules';
import type { ParameterSpec, RuleDefinition, SideRule, Step } from '../rule/rule';
import { AllowedVerdicts } from './allowed';
import { type Assessment, CREDITOR_PARTIAL_WINDOWS, DEBTOR_PARTIAL_WINDOWS, LATE } from './assessment';
import { gatesOf } from './gates';
import { type Gated, type Screen, screenOf, setOf } from './screen';

/** One rule of one side, ready to be measured: parameters in minor units of one currency, bands as plain numbers. */
export interface CompiledRule extends Gated {
  readonly id: string;
  readonly side: SideRule<string>;
  /** `side.measure`, read from objects of one shape: this is the hot loop. */
  readonly measure: SideRule<string>['measure'];
  readonly parameters: Readonly<Record<string, number>>;
  /** The measure is the points. */
  readonly isPoints: boolean;
  /** The smaller the measure, the stronger. */
  readonly isLess: boolean;
  /** Edges of the bands, weakest first. */
  readonly edges: readonly number[];
  readonly points: readonly number[];
  /** Position of the rule in `CompiledSide.names`: names it in sets of rules and of missing evidence. */
  readonly bit: number;
}

/** The rules of one step in one currency. */
export interface CompiledSide {
  readonly step: Step;
  readonly rulesVersion: string;
  /** All but mitigators, in the order of the catalogue, which is that of their bits. */
  readonly evidence: readonly CompiledRule[];
  /** The same by the number of their bit; null where a bit names something else. */
  readonly byBit: readonly (CompiledRule | null)[];
  /** What tells which of them a leg can make fire. */
  readonly screen: Screen;
  /** Sets of bits: the rules that hold with partial windows, of an account elsewhere … */
  readonly partial: number;
  /** … and the rules about lists, which hold of cash and of the bank's own bookings as well. */
  readonly listed: number;
  readonly trust: readonly CompiledRule[];
  readonly partialTrust: readonly CompiledRule[];
  /** Names of missing evidence by bit: `late`, `<side>.partial-windows`, then rules. */
  readonly names: readonly string[];
  /** Assessments in which nothing fired, by missing bits and disposition: made once, so that most legs allocate nothing. */
  readonly quiet: Map<number, Assessment>;
}

export interface CompiledCurrency {
  readonly debtor: CompiledSide;
  readonly creditor: CompiledSide;
}

/** Rules ready for scoring. Parameters are worked out once per currency, when it is first met. */
export interface CompiledRules {
  readonly rules: Rules;
  readonly version: string;
  readonly byCurrency: Map<string, CompiledCurrency>;
  /** The currency that was asked for last: a partition sees few. */
  readonly latest: { currency: string; compiled: CompiledCurrency | null };
  readonly allowed: AllowedVerdicts;
}

export const LATE_BIT = 1;
export const PARTIAL_BIT = 2;
const FIRST_RULE_BIT = 2;
const BITS_MAX = 30;

export function compileRules(rules: Rules): CompiledRules {
  return {
    rules,
    version: rules.version,
    byCurrency: new Map(),
    latest: { currency: '', compiled: null },
    allowed: new AllowedVerdicts(),
  };
}

/** The compiled rules of a currency. Throws RangeError for a code outside ISO 4217: intake refuses those. */
export function inCurrency(compiled: CompiledRules, currency: string): CompiledCurrency {
  const { latest } = compiled;
  if (latest.compiled !== null && latest.currency === currency) return latest.compiled;
  latest.compiled = compiled.byCurrency.get(currency) ?? compiledFor(compiled, currency);
  latest.currency = currency;
  return latest.compiled;
}

function compiledFor(compiled: CompiledRules, currency: string): CompiledCurrency {
  const made = {
    debtor: compileSide(compiled.rules, 'DEBTOR', currency),
    creditor: compileSide(compiled.rules, 'CREDITOR', currency),
  };
  compiled.byCurrency.set(currency, made);
  return made;
}

function compileSide(rules: Rules, step: Step, currency: string): CompiledSide {
  const names = [LATE, step === 'DEBTOR' ? DEBTOR_PARTIAL_WINDOWS : CREDITOR_PARTIAL_WINDOWS];
  const evidence: CompiledRule[] = [];
  const trust: CompiledRule[] = [];
  const byBit: (CompiledRule | null)[] = [null, null];
  for (const definition of CATALOGUE) {
    const side = step === 'DEBTOR' ? definition.debtor : definition.creditor;
    const settings = rules.rules[definition.id];
    if (side === undefined || settings === undefined || !settings.enabled) continue;
    const bit = names.length;
    if (bit > BITS_MAX) throw new RangeError(`more than ${BITS_MAX - FIRST_RULE_BIT + 1} rules on one side`);
    names.push(definition.id);
    const compiled = compileRule(rules, definition, side, settings, currency, 1 << bit);
    (definition.family === 'trust' ? trust : evidence).push(compiled);
    byBit.push(definition.family === 'trust' ? null : compiled);
  }
  return {
    step,
    rulesVersion: rules.version,
    evidence,
    byBit,
    screen: screenOf(evidence, step),
    partial: setOf(evidence.filter(isPartial)),
    listed: setOf(evidence.filter((rule) => rule.side.needs === 'LISTINGS')),
    trust,
    partialTrust: trust.filter(isPartial),
    names,
    quiet: new Map(),
  };
}

function isPartial(rule: CompiledRule): boolean {
  return rule.side.needs !== 'WHOLE';
}

function compileRule(
  rules: Rules,
  definition: RuleDefinition,
  side: SideRule<string>,
  settings: RuleSettings,
  currency: string,
  bit: number,
): CompiledRule {
  const parameters: Record<string, number> = {};
  for (const [name, spec] of Object.entries(definition.parameters)) {
    const setting = settings.parameters[name];
    if (setting === undefined) throw new Error(`${definition.id} has no parameter ${name}`);
    parameters[name] = parameterValue(rules, spec, setting, currency);
  }
  const bands = settings.bands ?? [];
  return {
    id: definition.id,
    side,
    measure: side.measure,
    parameters,
    isPoints: definition.measure.strength === 'POINTS',
    isLess: definition.measure.strength === 'LESS',
    edges: bands.map((band) => ('atLeast' in band ? band.atLeast : band.atMost)),
    points: bands.map((band) => band.points),
    bit,
    ...gatesOf(side.onlyIf ?? {}, definition.parameters, parameters),
  };
}

const MINOR_PER_MAJOR = [1, 10, 100, 1_000];

function parameterValue(rules: Rules, spec: ParameterSpec, setting: AmountSetting, currency: string): number {
  if (spec.unit !== 'amount') {
    if (typeof setting !== 'number') throw new Error(`a ${spec.unit} does not depend on the currency`);
    return setting;
  }
  const minorPerMajor = MINOR_PER_MAJOR[minorDigits(currency)];
  if (minorPerMajor === undefined)
    throw new RangeError(`${currency} has more minor digits than are known here`);
  return Math.round(majorIn(rules, setting, currency) * minorPerMajor);
}

function majorIn(rules: Rules, setting: AmountSetting, currency: string): number {
  const own = typeof setting === 'number' ? undefined : setting[currency];
  if (own !== undefined) return own;
  const base = typeof setting === 'number' ? setting : (setting.default ?? 0);
  const scale = rules.amountScalePercent[currency] ?? rules.amountScalePercent.default ?? 100;
  return (base * scale) / 100;
}
