import type { Family } from '../rule/rule';

/** A band of a rule's measure: at least (or at most) this, these points. Points of `trust` rules are negative. */
export type Band =
  | { readonly atLeast: number; readonly points: number }
  | { readonly atMost: number; readonly points: number };

/** Whole major units; one number, or a number by currency with a `default` that `amountScalePercent` is applied to. */
export type AmountSetting = number | Readonly<Record<string, number>>;

export interface RuleSettings {
  readonly enabled: boolean;
  /** Ordered from the weakest to the strongest; absent where the measure itself is the points. */
  readonly bands?: readonly Band[] | undefined;
  readonly parameters: Readonly<Record<string, AmountSetting>>;
}

export interface ScenarioThresholds {
  readonly warn?: number | null | undefined;
  readonly hold?: number | undefined;
}

export interface Thresholds {
  /** Combined score from which a transfer is put before an analyst. 1 to 1000, as all of them. */
  readonly review: number;
  /** Victim score from which the payer is warned. */
  readonly warn: number;
  /** Combined score from which the payment is stopped. */
  readonly hold: number;
  /**
   * Scenarios with thresholds of their own; `warn: null` never warns, for example where whoever would answer the warning is
   * the thief.
   */
  readonly byScenario: Readonly<Record<string, ScenarioThresholds | undefined>>;
}

/** Text by BCP 47 language tag; `en` and `zh` always. `{amount}` stands for the amount with its currency. */
export type LocalText = Readonly<Record<string, string>>;

export interface Messages {
  /** Language where the caller names none. */
  readonly language: string;
  /** How long the core keeps the money waiting for the payer's answer. */
  readonly answerWindowMinutes: {
    readonly default: number;
    readonly byScenario: Readonly<Record<string, number | undefined>>;
  };
  /** What a warned payer reads, by scenario; `unknown` where none is named. */
  readonly warnings: Readonly<Record<string, LocalText | undefined>>;
  /** What the payer may be told of a HOLD or WARN, by scenario; `unknown` where none is named. */
  readonly payerReasons: Readonly<Record<string, LocalText | undefined>>;
}

/** A rules file: everything that decides and that a person may tune. One version makes one decision. */
export interface Rules {
  readonly version: string;
  readonly description: string;
  readonly thresholds: Thresholds;
  /** combined = larger of both sides' scores + smaller × share; at most 1000. */
  readonly combination: { readonly smallerSharePercent: number };
  /** Most points (for trust: most that is taken away) of one family on one score. */
  readonly familyCaps: Readonly<Record<Family, number>>;
  /** Per partition; above it a HOLD becomes a REVIEW, BLOCKED excepted. Kept by the fold. */
  readonly limits: { readonly holdsPerMinuteMax: number };
  /** Amounts of the file are thought in the reference currency; per currency, what 100 of its major units are there. */
  readonly amountScalePercent: Readonly<Record<string, number>>;
  /** By rule id. A rule that is left out does not run. */
  readonly rules: Readonly<Record<string, RuleSettings | undefined>>;
  readonly messages: Messages;
}
