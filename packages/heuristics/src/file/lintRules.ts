import { CATALOGUE } from '../catalogue/catalogue';
import { FAMILIES, type RuleDefinition } from '../rule/rule';
import { type LintFinding, lintError, lintNotice } from './lintFinding';
import { lintThresholds } from './lintThresholds';
import { mostPoints } from './mostScores';
import type { RuleSettings, Rules } from './rules';

/** What a valid rules file says that cannot come true; to be named before it is accepted. */
export function lintRules(rules: Rules): readonly LintFinding[] {
  return [
    ...CATALOGUE.flatMap((definition) => lintRule(definition, rules.rules[definition.id])),
    ...lintCaps(rules),
    ...lintThresholds(rules),
  ];
}

function lintRule(definition: RuleDefinition, settings: RuleSettings | undefined): readonly LintFinding[] {
  const { id } = definition;
  const path = `rules["${id}"]`;
  if (settings === undefined) {
    return [
      lintNotice('RULE_ABSENT', path, `${id} is not in the file and never fires.`),
      ...lintListOff(definition),
    ];
  }
  if (!settings.enabled) {
    const sentence = `${id} is switched off and never fires.`;
    return [lintNotice('RULE_NEVER_FIRES', path, sentence), ...lintListOff(definition)];
  }
  if (mostPoints(definition, settings) === 0) {
    return [lintError('RULE_NEVER_FIRES', path, `${id} brings 0 points whatever happens.`)];
  }
  return lintBands(id, path, settings);
}

function lintListOff(definition: RuleDefinition): readonly LintFinding[] {
  if (definition.family !== 'list') return [];
  const sentence = `Without ${definition.id} a listing brings no points and no reason; BLOCKED and TRUSTED still act.`;
  return [lintNotice('LIST_RULE_OFF', `rules["${definition.id}"]`, sentence)];
}

function lintBands(id: string, path: string, settings: RuleSettings): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  let before = 0;
  for (const [i, band] of (settings.bands ?? []).entries()) {
    if (band.points === before) {
      const sentence = `Band ${i + 1} of ${id} brings the same ${before} points as what comes before it.`;
      findings.push(lintNotice('BAND_ADDS_NOTHING', `${path}.bands[${i}]`, sentence));
    }
    before = band.points;
  }
  return findings;
}

function lintCaps(rules: Rules): readonly LintFinding[] {
  return FAMILIES.filter((family) => rules.familyCaps[family] === 0)
    .filter((family) =>
      CATALOGUE.some((rule) => rule.family === family && rules.rules[rule.id]?.enabled === true),
    )
    .map((family) =>
      lintError(
        'FAMILY_COUNTS_NOTHING',
        `familyCaps.${family}`,
        `The cap of 0 makes every rule of the family ${family} count nothing.`,
      ),
    );
}
