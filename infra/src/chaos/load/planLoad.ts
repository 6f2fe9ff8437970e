import { DAY, HOUR, MINUTE } from '@sluice/scenarios';
import { planRun, type Run } from '@sluice/synthetic-bank';

/** Transfers that a customer of the synthetic bank is part of in an hour of its life, on average over the day. */
const TRANSFERS_PER_CUSTOMER_HOUR = 0.182;
const FACTOR_MAX = 2_000;
/** The bank's live period is limited to 30 days. */
const LIVE_MS_MAX = 26 * DAY;
const CUSTOMERS_MIN = 500;
const FRAUDS_PER_MINUTE = 15;
const FRAUDS_MIN = 12;
/** Publishing the past takes about this long; simulated time is laid so that it ends when the run does. */
const PAST_MS_ESTIMATED = 15_000;
/** Longer than any fault keeps decisions away: the core waits, so that a hold still finds its transfer. */
const DECISION_WAIT_MS = 20_000;

export interface Load extends Run {
  readonly customers: number;
  /** How long intake must remember ids, ms: the whole run and its past. */
  readonly idHorizonMs: number;
}

/** A synthetic bank that publishes `rate` transfers a second for so many minutes, its later statuses on top. */
export function planLoad(options: {
  rate: number;
  minutes: number;
  seed: number;
  wallNow: () => number;
}): Load {
  const { rate, minutes, seed } = options;
  const factor = Math.max(60, Math.min(FACTOR_MAX, LIVE_MS_MAX / (minutes * MINUTE)));
  const customers = Math.max(
    CUSTOMERS_MIN,
    Math.ceil((rate * 3_600) / (TRANSFERS_PER_CUSTOMER_HOUR * factor)),
  );
  const liveMs = Math.round(Math.max(HOUR, minutes * MINUTE * factor));
  const run = planRun({
    factor,
    decisionWaitMs: DECISION_WAIT_MS,
    wallNow: () => options.wallNow() + PAST_MS_ESTIMATED,
    bank: {
      seed,
      customers,
      fraudCases: Math.min(Math.floor(customers / 20), Math.ceil(FRAUDS_MIN + FRAUDS_PER_MINUTE * minutes)),
      liveMs,
      historyDays: 2,
      historyCardDays: 1,
      // The last seconds of the run are quiet: what is under way comes to its end.
      wrapUpMs: Math.min(2 * HOUR, liveMs / 10),
    },
  });
  return { ...run, customers, idHorizonMs: liveMs + 10 * DAY };
}
