import { type Decision, TOPICS } from '@sluice/domain';
import type { Emission, StoryEvent, SyntheticBank } from '@sluice/scenarios';
import { createLatencies } from './latencies';
import type { Tally } from './statistics';

/** Counts what the bank publishes and what comes back, and takes the time in between. */
export interface Counting {
  readonly tally: Tally;
  /** The emissions are about to be sent; `at`: real ms. */
  published(emissions: readonly Emission[], at: number): void;
  /** A decision has come; `at`: real ms. */
  decided(decision: Decision, at: number): void;
  told(event: StoryEvent): void;
  /** Published transfers that wait for their decision. */
  awaiting(): number;
  /** Real ms from publishing to decision of a transfer that was warned of or held; null for others. */
  latencyMsOf(transferId: string): number | null;
}

const NO_OUTCOMES = { ALLOW: 0, REVIEW: 0, WARN: 0, HOLD: 0 };

export function createCounting(bank: SyntheticBank): Counting {
  const tally: Tally = {
    past: { accounts: 0, watchlist: 0, transfers: 0 },
    published: 0,
    transfers: 0,
    statuses: 0,
    duplicates: 0,
    refused: new Map(),
    decided: 0,
    repeatedDecisions: 0,
    contradictingDecisions: 0,
    outcomes: { ...NO_OUTCOMES },
    honestOutcomes: { ...NO_OUTCOMES },
    reports: { count: 0, amountMinor: 0 },
    honestHolds: { released: 0, longestMs: 0 },
    latencies: createLatencies(),
  };
  const publishedAt = new Map<string, number>();
  const outcomeOf = new Map<string, Decision['outcome']>();
  const latencyOf = new Map<string, number>();

  const publishedTransfer = (emission: Extract<Emission, { topic: 'transfers' }>, at: number): void => {
    tally.published++;
    switch (emission.form) {
      case 'NEW':
        tally.transfers++;
        publishedAt.set(emission.record.transferId, at);
        break;
      case 'STATUS':
        tally.statuses++;
        break;
      case 'DUPLICATE':
        tally.duplicates++;
        break;
      case 'REFUSED':
      case 'REFUSED_BYTES':
        tally.refused.set(emission.code, (tally.refused.get(emission.code) ?? 0) + 1);
        break;
    }
  };

  return {
    tally,
    published(emissions, at) {
      for (const emission of emissions) {
        if (emission.topic === TOPICS.transfers) publishedTransfer(emission, at);
        else if (emission.topic === TOPICS.transferHistory) tally.past.transfers++;
        else if (emission.topic === TOPICS.accounts) tally.past.accounts++;
        else if (emission.topic === TOPICS.watchlist) tally.past.watchlist++;
      }
    },
    decided(decision, at) {
      const { transferId, outcome } = decision;
      const sentAt = publishedAt.get(transferId);
      if (sentAt === undefined) {
        const before = outcomeOf.get(transferId);
        if (before === undefined) return;
        tally.repeatedDecisions++;
        if (before !== outcome) tally.contradictingDecisions++;
        return;
      }
      publishedAt.delete(transferId);
      outcomeOf.set(transferId, outcome);
      tally.decided++;
      tally.latencies.add(at - sentAt);
      if (outcome === 'UNKNOWN') return;
      tally.outcomes[outcome]++;
      const label = bank.truth.labelOf(transferId);
      if (label?.class === 'HONEST') tally.honestOutcomes[outcome]++;
      if (outcome === 'HOLD' || outcome === 'WARN') latencyOf.set(transferId, at - sentAt);
    },
    told(event) {
      if (event.type === 'REPORT') {
        tally.reports.count++;
        tally.reports.amountMinor += event.amountMinor;
      } else if (event.type === 'RELEASED' && event.caseNo === null) {
        tally.honestHolds.released++;
        tally.honestHolds.longestMs = Math.max(tally.honestHolds.longestMs, event.heldMs);
      }
    },
    awaiting: () => publishedAt.size,
    latencyMsOf: (transferId) => latencyOf.get(transferId) ?? null,
  };
}
