import { FAULT_KINDS, type FaultCounts, noFaults } from '../faults/faultKinds';
import { type SeedOptions, type SeedResult, simulateSeed } from './simulateSeed';

/** What many seeds together came to. */
export interface SimulationReport {
  readonly seeds: number;
  readonly failed: readonly SeedResult[];
  readonly faults: FaultCounts;
  readonly transfers: number;
  readonly decisions: number;
  readonly legsEntries: number;
  readonly repeats: number;
  readonly deadLetters: number;
  /** Virtual time of all seeds, ms. */
  readonly virtualMs: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export interface SeedRange {
  readonly from: number;
  readonly count: number;
  /** Ends at the first seed that fails. */
  readonly untilFailure?: boolean;
  readonly onSeed?: (result: SeedResult) => void;
}

/** Runs seeds one after the other. */
export async function simulateSeeds(range: SeedRange, options: SeedOptions = {}): Promise<SimulationReport> {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const faults = noFaults();
  const failed: SeedResult[] = [];
  const sums = { transfers: 0, decisions: 0, legs: 0, repeats: 0, deadLetters: 0, virtualMs: 0 };
  let seeds = 0;
  for (let seed = range.from; seed < range.from + range.count; seed++) {
    const result = await simulateSeed(seed, options);
    seeds += 1;
    for (const kind of FAULT_KINDS) faults[kind] += result.faults[kind];
    sums.transfers += result.totals.transfers;
    sums.decisions += result.totals.decisions;
    sums.legs += result.totals.legs;
    sums.repeats += result.totals.repeats;
    sums.deadLetters += result.totals.deadLetters;
    sums.virtualMs += result.virtualMs;
    if (result.problems.length > 0) failed.push(result);
    range.onSeed?.(result);
    if (range.untilFailure === true && failed.length > 0) break;
  }
  const used = process.cpuUsage(cpu);
  return {
    seeds,
    failed,
    faults,
    transfers: sums.transfers,
    decisions: sums.decisions,
    legsEntries: sums.legs,
    repeats: sums.repeats,
    deadLetters: sums.deadLetters,
    virtualMs: sums.virtualMs,
    seconds: (performance.now() - startedAt) / 1_000,
    cpuSeconds: (used.user + used.system) / 1_000_000,
  };
}
