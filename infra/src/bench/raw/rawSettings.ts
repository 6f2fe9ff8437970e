/** What the process that measures the bare client is told. */
export interface RawSettings {
  readonly brokers: readonly string[];
  readonly partitions: number;
  readonly valueBytes: number;
  readonly recordsPerSend: number;
  /** Records of a round; each round reads everything from the beginning. */
  readonly records: number;
  readonly rounds: number;
}

/** What it answers, one figure a round. */
export interface RawMeasurement {
  readonly producePerSecond: readonly number[];
  readonly consumePerSecond: readonly number[];
}
