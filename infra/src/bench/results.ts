import type { Machine } from './measuring/machine';
import type { PartName } from './options';
import type { BacklogResult } from './parts/backlog';
import type { EngineResult } from './parts/engine';
import type { LatencyResults } from './parts/latency';
import type { MemoryResult } from './parts/memory';
import type { RawResult } from './parts/raw';
import type { RecorderResult } from './parts/recorder';
import type { RestoreResult } from './parts/restore';
import type { StopPaymentResult } from './parts/stopPayment';

/** What each part gives. */
export interface PartResults {
  readonly engine: EngineResult;
  readonly raw: RawResult;
  readonly backlog: BacklogResult;
  readonly recorder: RecorderResult;
  readonly latency: LatencyResults;
  readonly 'stop-payment': StopPaymentResult;
  readonly memory: MemoryResult;
  readonly restore: RestoreResult;
}

/** A part that could not be measured, and why. */
export interface PartFailure {
  readonly part: PartName;
  readonly sentence: string;
}

/** Everything that one run of the bench found. */
export interface BenchResults {
  readonly machine: Machine;
  readonly quick: boolean;
  /** Real seconds that the run took. */
  readonly seconds: number;
  readonly parts: Readonly<Partial<PartResults>>;
  readonly failures: readonly PartFailure[];
}
