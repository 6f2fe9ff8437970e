import type { Problem } from '@sluice/domain';

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads variables one by one and collects what is wrong with them, so that a person mends everything in one go. A
 * variable that is set but blank counts as unset, as `VAR= command` and empty entries of env files mean it.
 */
export interface EnvironmentReader {
  /** The trimmed value, or null where it is unset or blank. */
  optional(name: string): string | null;
  /** The trimmed value; where it is missing, `means` says what should stand there, and null is returned. */
  required(name: string, means: string): string | null;
  /** A value that must not be trimmed, such as a password. */
  secret(name: string): string | null;
  /** One of `allowed`, in any case; `fallback` where it is unset or wrong. */
  oneOf<T extends string, F>(name: string, allowed: readonly T[], fallback: F): T | F;
  /** A whole number from `min` to `max`; `fallback` where it is unset or wrong. */
  wholeNumber<F>(name: string, min: number, max: number, fallback: F): number | F;
  flag(name: string, fallback: boolean): boolean;
  refuse(code: SettingProblemCode, sentence: string): void;
  problems(): readonly Problem[];
}

export type SettingProblemCode = 'SETTING_MISSING' | 'SETTING_INVALID' | 'SETTING_CONFLICT' | 'SETTING_FILE';

const YES = ['true', '1', 'yes', 'on'];
const NO = ['false', '0', 'no', 'off'];

export function readEnvironment(env: Environment): EnvironmentReader {
  const problems: Problem[] = [];
  const secret = (name: string): string | null => {
    const value = env[name];
    return value === undefined || value.trim() === '' ? null : value;
  };
  const optional = (name: string): string | null => secret(name)?.trim() ?? null;
  const refuse = (code: SettingProblemCode, sentence: string): void => {
    problems.push({ code, sentence });
  };

  return {
    optional,
    secret,
    refuse,
    required: (name, means) => {
      const value = optional(name);
      if (value === null) refuse('SETTING_MISSING', `${name} is not set: it must hold ${means}.`);
      return value;
    },
    oneOf: (name, allowed, fallback) => {
      const value = optional(name);
      if (value === null) return fallback;
      const found = allowed.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
      if (found !== undefined) return found;
      refuse('SETTING_INVALID', `${name} holds ${quoted(value)}: it must be one of ${allowed.join(', ')}.`);
      return fallback;
    },
    wholeNumber: (name, min, max, fallback) => {
      const value = optional(name);
      if (value === null) return fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      refuse(
        'SETTING_INVALID',
        `${name} holds ${quoted(value)}: it must be a whole number from ${min} to ${max}.`,
      );
      return fallback;
    },
    flag: (name, fallback) => {
      const value = optional(name)?.toLowerCase();
      if (value === undefined) return fallback;
      if (YES.includes(value)) return true;
      if (NO.includes(value)) return false;
      refuse('SETTING_INVALID', `${name} holds ${quoted(value)}: it must be true or false.`);
      return fallback;
    },
    problems: () => problems,
  };
}

const SHOWN_LENGTH_MAX = 80;

/** A value as it may stand in a sentence: quoted, on one line, not longer than a line. */
export function quoted(value: string): string {
  const shown = value.length > SHOWN_LENGTH_MAX ? `${value.slice(0, SHOWN_LENGTH_MAX)}…` : value;
  return JSON.stringify(shown);
}
