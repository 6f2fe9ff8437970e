import { minorDigits } from '@sluice/domain';
import { CATALOGUE } from '../catalogue/catalogue';
import type { AmountSetting, RuleSettings, Rules } from '../file/rules';
import type { ParameterSpec, RuleDefinition, SideRule, Step } from '../rule/rule';
import { type Assessment, CREDITOR_PARTIAL_WINDOWS, DEBTOR_PARTIAL_WINDOWS, LATE } from './assessment';

/** One rule of one side, ready to be measured: parameters in minor units of one currency, bands as plain numbers. */
export interface CompiledRule {
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
  /** Position of the rule's name in `CompiledSide.names`, as a bit. */
  readonly missingBit: number;
}

/** The rules of one step in one currency, by how much of the account is seen. */
export interface CompiledSide {
  readonly step: Step;
  readonly rulesVersion: string;
  /** An account of ours. */
  readonly whole: readonly CompiledRule[];
  /** An account elsewhere: only what holds with partial windows. */
  readonly partial: readonly CompiledRule[];
  /** Cash, or a booking of the bank's own: only lists. */
  readonly listed: readonly CompiledRule[];
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
}

export const LATE_BIT = 1;
export const PARTIAL_BIT = 2;
const FIRST_RULE_BIT = 2;
const BITS_MAX = 30;

export function compileRules(rules: Rules): CompiledRules {
  return { rules, version: rules.version, byCurrency: new Map() };
}

/** The compiled rules of a currency. Throws RangeError for a code outside ISO 4217: intake refuses those. */
export function inCurrency(compiled: CompiledRules, currency: string): CompiledCurrency {
  const known = compiled.byCurrency.get(currency);
  if (known !== undefined) return known;
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
  for (const definition of CATALOGUE) {
    const side = step === 'DEBTOR' ? definition.debtor : definition.creditor;
    const settings = rules.rules[definition.id];
    if (side === undefined || settings === undefined || !settings.enabled) continue;
    const bit = names.length;
    if (bit > BITS_MAX) throw new RangeError(`more than ${BITS_MAX - FIRST_RULE_BIT + 1} rules on one side`);
    names.push(definition.id);
    const compiled = compileRule(rules, definition, side, settings, currency, 1 << bit);
    (definition.family === 'trust' ? trust : evidence).push(compiled);
  }
  return {
    step,
    rulesVersion: rules.version,
    whole: evidence,
    partial: evidence.filter(isPartial),
    listed: evidence.filter((rule) => rule.side.needs === 'LISTINGS'),
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
  missingBit: number,
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
    missingBit,
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
