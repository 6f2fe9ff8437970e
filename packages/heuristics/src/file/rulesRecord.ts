import { ok, type Problem, type Result } from '@sluice/domain';
import { z } from 'zod';
import { checkRules, parseJson, problemsOf } from './parseRules';
import type { Rules } from './rules';
import { versionSchema } from './schema';
import { allowed, strict, whole } from './schemaParts';

/** Who proposes and approves the rules that Sluice ships with. */
export const DEFAULT_SOURCE = 'default';
/** Versions of shipped rules begin so, and no others. */
export const DEFAULT_VERSION_PREFIX = 'default-';

/** The record on topic `rules`: a rules file with who stands for it. Proposer and approver are two people. */
export interface RulesRecord {
  readonly type: 'RULES';
  readonly version: string;
  readonly rules: Rules;
  /** The person's reference, or `default`. */
  readonly proposedBy: string;
  readonly approvedBy: string;
  /** Epoch ms. */
  readonly at: number;
}

const personAllowed = allowed("a person's reference of 1 to 64 characters");
const person = z.string(personAllowed).trim().min(1, personAllowed).max(64, personAllowed);

const envelopeSchema = strict({
  type: z.literal('RULES', allowed('"RULES"')),
  version: versionSchema,
  rules: z.unknown(),
  proposedBy: person,
  approvedBy: person,
  at: whole(0, 8_640_000_000_000_000),
});

/** The record that brings the shipped rules in. `at`: epoch ms. */
export function defaultRulesRecord(rules: Rules, at: number): RulesRecord {
  return {
    type: 'RULES',
    version: rules.version,
    rules,
    proposedBy: DEFAULT_SOURCE,
    approvedBy: DEFAULT_SOURCE,
    at,
  };
}

/** JSON text of a record. What it holds was parsed before; `parseRulesRecord` reads it back. */
export function encodeRulesRecord(record: RulesRecord): string {
  return JSON.stringify(record);
}

/**
 * Parses a record of topic `rules`. Problems: RULES_NOT_JSON, RULES_TOO_LARGE, RULES_RECORD_INVALID (envelope), RULES_INVALID
 * (the rules), RULES_VERSION_DIFFERS, RULES_ONE_PERSON, RULES_NOT_DEFAULT.
 */
export function parseRulesRecord(text: string): Result<RulesRecord, readonly Problem[]> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const envelope = envelopeSchema.safeParse(json.value);
  if (!envelope.success) {
    return { ok: false, problem: problemsOf(envelope.error, 'RULES_RECORD_INVALID', '') };
  }
  const rules = checkRules(envelope.data.rules, 'rules');
  if (!rules.ok) return rules;
  const record: RulesRecord = { ...envelope.data, rules: rules.value };
  const problem = versionProblem(record) ?? peopleProblem(record);
  return problem === null ? ok(record) : { ok: false, problem: [problem] };
}

function versionProblem(record: RulesRecord): Problem | null {
  if (record.version === record.rules.version) return null;
  return {
    code: 'RULES_VERSION_DIFFERS',
    sentence: `The record says version ${record.version} and its rules say ${record.rules.version}: they must be equal.`,
  };
}

function peopleProblem(record: RulesRecord): Problem | null {
  const isShipped = record.version.startsWith(DEFAULT_VERSION_PREFIX);
  const isBySource = record.proposedBy === DEFAULT_SOURCE && record.approvedBy === DEFAULT_SOURCE;
  if (isShipped && isBySource) return null;
  if (isShipped || record.proposedBy === DEFAULT_SOURCE || record.approvedBy === DEFAULT_SOURCE) {
    return {
      code: 'RULES_NOT_DEFAULT',
      sentence: `Only shipped rules, whose version begins with ${DEFAULT_VERSION_PREFIX}, are proposed and approved by "${DEFAULT_SOURCE}"; version ${record.version} needs another name or two people.`,
    };
  }
  if (record.proposedBy.toLowerCase() !== record.approvedBy.toLowerCase()) return null;
  return {
    code: 'RULES_ONE_PERSON',
    sentence: `${record.proposedBy} both proposed and approved version ${record.version}: a second person must approve it.`,
  };
}
