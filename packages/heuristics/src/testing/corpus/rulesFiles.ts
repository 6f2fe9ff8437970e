import { CATALOGUE } from '../../catalogue/catalogue';
import { defaultRules } from '../../defaultRules';
import type { AmountSetting, Band, RuleSettings, Rules } from '../../file/rules';
import { rulesSchema } from '../../file/schema';
import type { RuleDefinition } from '../../rule/rule';
import { type Dice, diceOf } from './dice';

/** Rules files for one corpus: the shipped one, and others that a bank might run or that reach where it does not. */
export const RULES_FILES: Readonly<Record<string, Rules>> = {
  shipped: defaultRules,
  // Parameters at their least: nearly every rule applies to nearly every leg.
  wary: variant('wary-1', (definition, settings) => ({ ...settings, parameters: least(definition) })),
  // Other edges, points and parameters, some by currency; a third of the rules is switched off.
  tuned: variant('tuned-1', tuned, {
    combination: { smallerSharePercent: 30 },
    familyCaps: { velocity: 150, victim: 500, mule: 400, list: 600, trust: 300 },
    thresholds: {
      review: 150,
      warn: 200,
      hold: 400,
      byScenario: { 'mule-pass-through': { hold: 300 }, purchase: { warn: null }, investment: { warn: 100 } },
    },
  }),
  // Neither lists nor mitigators.
  bare: variant('bare-1', (definition, settings) =>
    definition.family === 'list' || definition.family === 'trust'
      ? { ...settings, enabled: false }
      : settings,
  ),
};

function variant(
  version: string,
  change: (definition: RuleDefinition, settings: RuleSettings, dice: Dice) => RuleSettings,
  over: Partial<Rules> = {},
): Rules {
  const dice = diceOf(4_711);
  const rules = CATALOGUE.map((definition) => {
    const settings = defaultRules.rules[definition.id];
    if (settings === undefined) throw new Error(`the shipped file has no ${definition.id}`);
    return [definition.id, change(definition, settings, dice)];
  });
  return rulesSchema.parse({ ...defaultRules, ...over, version, rules: Object.fromEntries(rules) });
}

function least(definition: RuleDefinition): Record<string, number> {
  const specs = Object.entries(definition.parameters);
  return Object.fromEntries(specs.map(([name, spec]) => [name, spec.unit === 'points' ? 40 : spec.min]));
}

function tuned(definition: RuleDefinition, settings: RuleSettings, dice: Dice): RuleSettings {
  const enabled = dice.chance(70);
  const parameters = Object.fromEntries(
    Object.entries(settings.parameters).map(([name, value]) => {
      const isAmount = definition.parameters[name]?.unit === 'amount' && typeof value === 'number';
      return [name, isAmount ? otherAmount(value, dice) : value];
    }),
  );
  if (settings.bands === undefined) return { enabled, parameters };
  const isLevel = definition.measure.unit === 'level';
  return { enabled, parameters, bands: settings.bands.map((band) => halved(band, isLevel)) };
}

function otherAmount(value: number, dice: Dice): AmountSetting {
  return dice.chance(50) ? { default: value * 2, CNY: value * 3, JPY: value * 90 } : Math.ceil(value / 2);
}

function halved(band: Band, keepsEdge: boolean): Band {
  const points = Math.trunc(band.points / 2);
  if (keepsEdge) return { ...band, points };
  return 'atLeast' in band
    ? { atLeast: Math.ceil(band.atLeast / 2), points }
    : { atMost: Math.floor((band.atMost * 3) / 4), points };
}
