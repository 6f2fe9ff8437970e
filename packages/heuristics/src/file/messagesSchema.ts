import { z } from 'zod';
import { AMOUNT_PLACEHOLDER } from '../scoring/messages';
import { SCENARIOS } from '../scoring/scenarios';
import type { LocalText, Messages } from './rules';
import { allowed, strict, text, whole } from './schemaParts';

const TEXT_LENGTH_MAX = 2_000;
const ANSWER_MINUTES_MAX = 7 * 24 * 60;
const LANGUAGES_ALWAYS = ['en', 'zh'] as const;
/** Language, then script, region or variant: as much of BCP 47 as a bank needs. */
const LANGUAGE_TAG = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

const languageTag = z
  .string(allowed('a BCP 47 language tag such as en or zh'))
  .regex(LANGUAGE_TAG, allowed('a BCP 47 language tag such as en or zh'));

const localText: z.ZodType<LocalText> = z
  .record(z.string(), text(TEXT_LENGTH_MAX), allowed('texts by language tag, with en and zh'))
  .superRefine((texts, context) => {
    for (const language of LANGUAGES_ALWAYS) {
      if (texts[language] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [language],
          message: 'is missing; every message has en and zh',
        });
      }
    }
    for (const [tag, value] of Object.entries(texts)) {
      const message = textProblem(tag, value);
      if (message !== null) context.addIssue({ code: 'custom', path: [tag], message });
    }
  });

// A message may carry the amount and nothing else of the transfer, so that it cannot name another customer.
function textProblem(tag: string, value: string): string | null {
  if (!LANGUAGE_TAG.test(tag)) return 'must be a BCP 47 language tag such as en or zh';
  return /[{}]/.test(value.replaceAll(AMOUNT_PLACEHOLDER, ''))
    ? `may hold the placeholder ${AMOUNT_PLACEHOLDER} and no other braces`
    : null;
}

const texts = strict({
  ...optionalPerScenario(localText),
  unknown: localText,
});

export const messagesSchema: z.ZodType<Messages> = strict({
  language: languageTag,
  answerWindowMinutes: strict({
    default: whole(1, ANSWER_MINUTES_MAX),
    byScenario: perScenario(whole(1, ANSWER_MINUTES_MAX)),
  }),
  warnings: texts,
  payerReasons: texts,
});

/** A table with any of the scenarios as keys. */
export function perScenario<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T | undefined>>> {
  return strict(optionalPerScenario(value));
}

function optionalPerScenario<T>(value: z.ZodType<T>): Record<string, z.ZodOptional<z.ZodType<T>>> {
  return Object.fromEntries(SCENARIOS.map((scenario) => [scenario, value.optional()]));
}
