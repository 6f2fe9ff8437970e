import { DAY, HOUR, MINUTE, SECOND, type Span } from './simulation/time';

/** How the bank's desk of analysts works; spans are simulated time. */
export interface DeskOptions {
  /** From an honest transfer being stopped to the order that releases it. */
  readonly honestRelease: Span;
  /** From a victim's payment being held to the order that cancels it, once the desk has reached the victim. */
  readonly fraudCancel: Span;
  /** From a freeze (and the victim's report being known) to the order that returns the money. */
  readonly fundsReturn: Span;
  /** Probability that the desk takes a fraud for honest or the reverse. */
  readonly errorRate: number;
}

/** How people answer a warning. */
export interface WarnedPayerOptions {
  /** Probability that a victim on the scammer's line cancels the payment that the warning is about. */
  readonly victimCancels: number;
  /** The same where an intruder drives the account: the warning reaches the real holder's phone now and then. */
  readonly takeoverCancels: number;
  /** Probability that an honest payer thinks again and cancels. */
  readonly honestCancels: number;
  /** Probability that anyone leaves the warning unanswered until its answerBy. */
  readonly noAnswer: number;
  /** From the warning to the answer. */
  readonly answer: Span;
  /** Probability that a dissuaded victim makes none of the payments that were still to come. */
  readonly dissuadedForGood: number;
}

/** The core's own rules for what it waits on; spans and times are simulated. */
export interface CoreOptions {
  /** `decideBy` of an INITIATED transfer is this long after it was ordered; then the core executes it by itself. */
  readonly decideWithinMs: number;
  /** Share of credit transfers on a rail that cannot wait: their decideBy is so short that a hold may come too late. */
  readonly instantShare: number;
  /** The same share of stolen payments: scammers ask for instant ones. */
  readonly instantShareOfStolen: number;
  readonly instantDecideWithinMs: number;
  /** How long a decision HOLD is waited on for its stop-payment command; then the core executes it by itself. */
  readonly commandWithinMs: number;
  /** How long a decision WARN is waited on for its warning, and the longest wait for a payer's answer. */
  readonly answerWithinMs: number;
  /** Share of incoming transfers of other banks that are INITIATED (posted only after the decision), not SETTLED. */
  readonly incomingHeldBackShare: number;
  /** Share of records that come without the debtor's balance. */
  readonly missingBalanceShare: number;
}

/** How other banks answer recalls. */
export interface RecallOptions {
  /** Probability that money recalled at once comes back, wholly or in part; it halves with every `halfLifeMs` after. */
  readonly returns: number;
  readonly halfLifeMs: number;
  /** Probability that what comes back is a part only. */
  readonly partial: number;
  readonly answer: Span;
}

/** What the core publishes although it should not. */
export interface FlawOptions {
  /** Share of live records on `transfers` that are published a second time, byte for byte. */
  readonly duplicateShare: number;
  /** How many records of each refusable kind are published. */
  readonly refusedOfEachKind: number;
}

/** Everything that makes one synthetic bank; two banks with equal options are equal, event by event. */
export interface SyntheticBankOptions {
  readonly seed: number;
  /** Persons with an account here. Companies, shops, and people elsewhere come on top. */
  readonly customers: number;
  readonly historyDays: number;
  /** The past of card payments and cash reaches back only so many days: it is most of the volume and least of the news. */
  readonly historyCardDays: number;
  /** Length of the live period, ms of simulated time. */
  readonly liveMs: number;
  /** Epoch ms at which simulated time ends. */
  readonly endsAt: number;
  /** At the end of the live period nobody pays any more; the desk and the other banks still answer. */
  readonly wrapUpMs: number;
  readonly currency: string;
  /** Reports are named by this and their number: `R-17`. */
  readonly reportIdPrefix: string;
  /** The case that a report opens, as stop-payments name it: by it the desk knows whose money is frozen. */
  readonly caseIdOf: (reportId: string) => string;
  /** Labelled frauds in the live period; kinds and mule networks follow from it. */
  readonly fraudCases: number;
  /** `SLUICE`: the core waits for decisions and obeys commands. `NOBODY`: every transfer settles at once. */
  readonly decidedBy: 'SLUICE' | 'NOBODY';
  readonly core: CoreOptions;
  readonly warned: WarnedPayerOptions;
  readonly desk: DeskOptions;
  readonly recall: RecallOptions;
  readonly flaws: FlawOptions;
}

/** Options as a caller gives them: anything left out takes its default; `endsAt` has none, a pure package has no clock. */
export type SyntheticBankSettings = { readonly endsAt: number } & {
  readonly [Key in keyof Omit<SyntheticBankOptions, 'endsAt'>]?: SyntheticBankOptions[Key] extends
    | string
    | number
    | ((reportId: string) => string)
    ? SyntheticBankOptions[Key]
    : Partial<SyntheticBankOptions[Key]>;
};

export const SYNTHETIC_BANK_DEFAULTS: Omit<SyntheticBankOptions, 'endsAt'> = {
  seed: 1,
  customers: 5_000,
  historyDays: 30,
  historyCardDays: 7,
  liveMs: 44 * HOUR,
  wrapUpMs: 2 * HOUR,
  currency: 'EUR',
  reportIdPrefix: 'R-',
  caseIdOf: (reportId) => reportId,
  fraudCases: 30,
  decidedBy: 'SLUICE',
  core: {
    decideWithinMs: 30 * MINUTE,
    instantShare: 0.02,
    instantShareOfStolen: 0.08,
    instantDecideWithinMs: 5 * SECOND,
    commandWithinMs: 2 * HOUR,
    answerWithinMs: HOUR,
    incomingHeldBackShare: 0.3,
    missingBalanceShare: 0.02,
  },
  warned: {
    victimCancels: 0.6,
    takeoverCancels: 0.25,
    honestCancels: 0.05,
    noAnswer: 0.05,
    answer: [20 * SECOND, 4 * MINUTE],
    dissuadedForGood: 0.9,
  },
  desk: {
    honestRelease: [2 * MINUTE, 8 * MINUTE],
    fraudCancel: [10 * MINUTE, 40 * MINUTE],
    fundsReturn: [HOUR, 20 * HOUR],
    errorRate: 0,
  },
  recall: { returns: 0.7, halfLifeMs: 8 * HOUR, partial: 0.4, answer: [20 * MINUTE, 4 * HOUR] },
  flaws: { duplicateShare: 0.002, refusedOfEachKind: 1 },
};

/** Fills in the defaults and refuses what cannot be: RangeError with what, and what is allowed. */
export function resolveOptions(settings: SyntheticBankSettings): SyntheticBankOptions {
  const defaults = SYNTHETIC_BANK_DEFAULTS;
  const options: SyntheticBankOptions = {
    ...defaults,
    ...settings,
    core: { ...defaults.core, ...settings.core },
    warned: { ...defaults.warned, ...settings.warned },
    desk: { ...defaults.desk, ...settings.desk },
    recall: { ...defaults.recall, ...settings.recall },
    flaws: { ...defaults.flaws, ...settings.flaws },
  };
  requireWithin('customers', options.customers, 100, 1_000_000);
  requireWithin('historyDays', options.historyDays, 1, 120);
  requireWithin('historyCardDays', options.historyCardDays, 0, options.historyDays);
  requireWithin('fraudCases', options.fraudCases, 0, Math.floor(options.customers / 20));
  requireWithin('liveMs', options.liveMs, HOUR, 30 * DAY);
  requireWithin('wrapUpMs', options.wrapUpMs, 0, options.liveMs / 2);
  requireWithin('endsAt', options.endsAt, 1_000 * DAY, Number.MAX_SAFE_INTEGER);
  return options;
}

function requireWithin(name: string, value: number, min: number, max: number): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} of the synthetic bank is ${value}; it must lie between ${min} and ${max}`);
}
