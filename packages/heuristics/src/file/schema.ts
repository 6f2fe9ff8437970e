import { z } from 'zod';
import { CATALOGUE } from '../catalogue/catalogue';
import { messagesSchema, perScenario } from './messagesSchema';
import { ruleSchema } from './ruleSchema';
import type { Rules } from './rules';
import { allowed, byCurrency, strict, text, whole } from './schemaParts';

const SCORE_MAX = 1_000;
const DESCRIPTION_LENGTH_MAX = 1_000;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

const score = whole(1, SCORE_MAX);
const cap = whole(0, SCORE_MAX);
const versionAllowed = allowed(
  '1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first',
);

/** A rules version's name, as it stands in every decision. */
export const versionSchema = z.string(versionAllowed).regex(VERSION, versionAllowed);

export const rulesSchema: z.ZodType<Rules> = strict({
  version: versionSchema,
  description: text(DESCRIPTION_LENGTH_MAX),
  thresholds: strict({
    review: score,
    warn: score,
    hold: score,
    byScenario: perScenario(
      strict({
        warn: z.union([score, z.null()], allowed('a score from 1 to 1000, or null')).optional(),
        hold: score.optional(),
      }),
    ),
  }),
  combination: strict({ smallerSharePercent: whole(0, 100) }),
  familyCaps: strict({ velocity: cap, victim: cap, mule: cap, list: cap, trust: cap }),
  limits: strict({ holdsPerMinuteMax: whole(0, 1_000_000) }),
  amountScalePercent: byCurrency(whole(1, 1_000_000_000)),
  rules: strict(Object.fromEntries(CATALOGUE.map((rule) => [rule.id, ruleSchema(rule).optional()]))),
  messages: messagesSchema,
});
