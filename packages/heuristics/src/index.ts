export { CATALOGUE, ruleDefinition } from './catalogue/catalogue';
export { WEIGHED_SIGNALS, type WeighedSignal } from './catalogue/victim/sessionSignal';
export { defaultRules } from './defaultRules';
export type { LintFinding } from './file/lintFinding';
export { lintRules } from './file/lintRules';
export { parseRules, RULES_LENGTH_MAX } from './file/parseRules';
export type * from './file/rules';
export {
  DEFAULT_SOURCE,
  DEFAULT_VERSION_PREFIX,
  defaultRulesRecord,
  encodeRulesRecord,
  parseRulesRecord,
  type RulesRecord,
} from './file/rulesRecord';
export { fillLegView, type LegSource, type LegView, newLegView, type TransferHints } from './leg/legView';
export {
  type ListingHit,
  type ListingView,
  NO_LISTINGS,
  newListingView,
  strongerHit,
} from './leg/listingView';
export type { Family, RuleDefinition, RuleId, Step } from './rule/rule';
export { FAMILIES } from './rule/rule';
export { assessCreditor, assessDebtor } from './scoring/assess';
export {
  type Assessment,
  CREDITOR_PARTIAL_WINDOWS,
  DEBTOR_PARTIAL_WINDOWS,
  LATE,
} from './scoring/assessment';
export { type CompiledRules, compileRules } from './scoring/compile';
export { decide } from './scoring/decide';
export { DOWNGRADE_REASONS } from './scoring/downgrade';
export type { DecisionFacts } from './scoring/outcome';
export { MULE_SCENARIOS, SCENARIOS, type Scenario, VICTIM_SCENARIOS } from './scoring/scenarios';
export type { Verdict, Warning } from './scoring/verdict';
