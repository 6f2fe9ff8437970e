import type { Outcomes } from './foldEngine';

/** What the engine's process is told. */
export interface EngineSettings {
  readonly accounts: number;
  readonly partitions: number;
  /** Transfers that fill the windows before anything is measured. */
  readonly warmUpTransfers: number;
  readonly rounds: number;
  readonly transfersPerRound: number;
  /** Transfers of one poll, all partitions together. */
  readonly transfersPerPoll: number;
  /** Whether one more round is profiled, which is not counted. */
  readonly profile: boolean;
}

/** What it answers. */
export interface EngineMeasurement {
  readonly rounds: readonly {
    readonly seconds: number;
    /** Of all threads of the process, the collector's included. */
    readonly cpuSeconds: number;
    readonly bytesOut: number;
  }[];
  /** Accounts that had state at the end. */
  readonly accounts: number;
  /** Of the measured rounds. */
  readonly outcomes: Outcomes;
  /** Self time by source module of a profiled round, the dearest first. */
  readonly modules: readonly { readonly module: string; readonly microsecondsPerTransfer: number }[];
}
