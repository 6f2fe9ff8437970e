import type { BankOptions } from '../traffic/bank';
import type { Percentiles } from './latencies';

export interface Cluster {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
}

/** What a process that publishes a backlog is told. */
export interface PublishSettings extends Cluster {
  readonly accounts: number;
  readonly bank: Omit<BankOptions, 'population'>;
  readonly transfers: number;
  /** Publishes master data of all of our accounts first. */
  readonly masterData: boolean;
}

export interface PublishMeasurement {
  readonly seconds: number;
  readonly bytesPerTransfer: number;
}

/** What the open-loop load process is told. */
export interface LoadSettings extends Cluster {
  readonly accounts: number;
  readonly partitions: number;
  readonly bank: Omit<BankOptions, 'population'>;
  readonly ratePerSecond: number;
  /** Not counted, before what is. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** What answers a transfer: its decision, or the first stop-payment command with its id, as read_committed readers see it. */
  readonly answeredBy: 'DECISION' | 'STOP_PAYMENT';
  /** How long answers are awaited after the last transfer, ms. */
  readonly drainMs: number;
}

/** What it answers. Times in ms, from the due time of a transfer. */
export interface LoadMeasurement {
  /** Until the answer is in the hands of this process. */
  readonly received: Percentiles;
  /** Until the broker appended the answer (its clock, whole ms). */
  readonly appended: Percentiles;
  /** Until the transfer's own send was acknowledged: what of it is the load's. */
  readonly published: Percentiles;
  /** CPU time of the load process while it published and read, µs. */
  readonly cpuMicroseconds: number;
  readonly transfers: number;
  readonly missing: number;
  readonly repeated: number;
  /** The longest time without any answer per creditor's partition of `legs`, while transfers were published; epoch ms. */
  readonly silences: readonly Silence[];
}

export interface Silence {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}
