import {
  type Decision,
  type StopPaymentCommand,
  type StopPaymentEvent,
  TOPICS,
  type VictimWarning,
  watchlistKey,
} from '@sluice/domain';
import type { CoreCounts } from './core/coreState';
import { createCore } from './core/createCore';
import { obeyDecision, showWarning } from './core/decide';
import { obeyCommand } from './core/obeyCommand';
import { createDesk } from './desk/desk';
import type { Emission } from './emission';
import { beginFlaws } from './flaws/flaws';
import { createNetworks } from './fraud/networks';
import { beginFrauds } from './fraud/plan';
import { watchlistOf } from './fraud/watchlist';
import { beginLife } from './honest/life';
import { resolveOptions, type SyntheticBankOptions, type SyntheticBankSettings } from './options';
import type { Party } from './population/party';
import { createPopulation } from './population/population';
import { type Period, periodOf } from './simulation/period';
import type { StoryEvent } from './story';
import type { CaseBook } from './truth/caseBook';
import type { Label } from './truth/label';
import type { StolenSums } from './truth/stolenMoney';
import type { World } from './world';

/**
 * A synthetic bank: customers, frauds, core and desk in simulated time. It is pure: whoever drives it tells it how far
 * time has come and what Sluice said, and publishes what it emits. The same calls in the same order give the same bank.
 */
export interface SyntheticBank {
  readonly options: SyntheticBankOptions;
  readonly period: Period;
  /** Accounts and watchlist as they are known when the live period begins; to be published before everything else. */
  masterData(): Emission[];
  /** Lets everything happen up to and including `to` (epoch ms, never back) and returns what is to be published. */
  advance(to: number): Emission[];
  /** Moment of the next happening, or null where nothing is planned. */
  nextEventAt(): number | null;
  /** Simulated time: where `advance` has come to. */
  now(): number;
  onDecision(decision: Decision): void;
  onWarning(warning: VictimWarning): void;
  onCommand(command: StopPaymentCommand): void;
  onStopPaymentEvent(event: StopPaymentEvent): void;
  /** What happened since the last call that is worth telling. */
  takeStory(): StoryEvent[];
  readonly truth: GroundTruth;
  readonly counts: CoreCounts;
  /** Every account, here and elsewhere, with its balance: all balances add up to 0. */
  readonly parties: readonly Party[];
}

/** What the simulation knows and Sluice does not. */
export interface GroundTruth {
  /** Label of a transfer; undefined for an id that the bank never used. */
  labelOf(transferId: string): Label | undefined;
  readonly cases: CaseBook;
  /** Honest transfers of the live period (returns that stop-payments caused not among them). */
  readonly honestTransfers: number;
  /** Where the stolen money of one fraud, or of all, is: the victims' payments of the live period. */
  sums(caseNo?: number): StolenSums;
  /** The same of payments that the frauds had taken before the live period. */
  sumsOfPast(): StolenSums;
}

/** Makes a bank whose simulated time stands at the beginning of its past. Throws RangeError for impossible settings. */
export function createSyntheticBank(settings: SyntheticBankSettings): SyntheticBank {
  const options = resolveOptions(settings);
  const period = periodOf(options);
  const population = createPopulation(options, period.historyFrom);
  const networks = createNetworks(options.seed, population, period, options.fraudCases);
  const core = createCore(options, period);
  const world: World = { core, population };
  beginLife(world);
  beginFrauds(world, networks);
  if (options.decidedBy === 'SLUICE') beginFlaws(core);
  const desk = createDesk(core);
  core.desk = desk;
  for (const party of population.registry.parties) core.partyById.set(party.accountId, party);
  publishLaterAccounts(world);

  return {
    options,
    period,
    masterData: () => [
      ...population.registry.parties
        .filter(({ master }) => master !== null && master.openedAt <= period.liveFrom)
        .map((party): Emission => accountEmission(party, period.historyFrom)),
      ...watchlistOf(population, networks, period).map(
        (record): Emission => ({
          topic: TOPICS.watchlist,
          at: period.historyFrom,
          key: watchlistKey(record),
          record,
        }),
      ),
    ],
    advance(to) {
      for (let next = core.queue.nextAt(); next !== null && next <= to; next = core.queue.nextAt()) {
        const { at, act } = core.queue.take();
        core.clock.now = Math.max(core.clock.now, at);
        act();
      }
      core.clock.now = Math.max(core.clock.now, to);
      return core.outbox.takeEmissions();
    },
    nextEventAt: () => core.queue.nextAt(),
    now: () => core.clock.now,
    onDecision: (decision) => obeyDecision(core, decision),
    onWarning: (warning) => showWarning(core, warning),
    onCommand: (command) => obeyCommand(core, command),
    onStopPaymentEvent: (event) => desk.onStopPaymentEvent(event),
    takeStory: () => core.outbox.takeStory(),
    truth: {
      labelOf: (transferId) => core.truth.labels.get(transferId),
      cases: core.cases,
      get honestTransfers() {
        return core.truth.honestTransfers;
      },
      sums: (caseNo) =>
        caseNo === undefined ? core.truth.total(false) : core.truth.money.sums(caseNo, false),
      sumsOfPast: () => core.truth.total(true),
    },
    counts: core.counts,
    parties: population.registry.parties,
  };
}

function accountEmission(party: Party, at: number): Emission {
  if (party.master === null) throw new Error(`${party.accountId} is not kept here`);
  return { topic: TOPICS.accounts, at, key: party.accountId, record: party.master };
}

// Accounts that open while the bank is live are published when they open.
function publishLaterAccounts({ core, population }: World): void {
  for (const party of population.registry.parties) {
    const openedAt = party.master?.openedAt ?? 0;
    if (openedAt <= core.period.liveFrom) continue;
    core.queue.plan(openedAt, () => core.outbox.publish(accountEmission(party, core.clock.now)));
  }
}
