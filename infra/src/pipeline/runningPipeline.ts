import type { CaseStore } from '@sluice/case-store';
import type { EventCodec } from '@sluice/event-codec';
import type { IntakeCounts } from '@sluice/intake';
import type { ClusterConnection } from '@sluice/stream-runtime';
import type { ServiceName } from './processes/serviceProgram';

/** What a service shows on /readyz. */
export interface ServiceHealth {
  readonly ready: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A pipeline that runs, whichever way its services do. */
export interface RunningPipeline {
  readonly connection: ClusterConnection;
  readonly codec: EventCodec;
  readonly store: CaseStore;
  /** Of each instance of the service. */
  health(name: ServiceName): Promise<readonly ServiceHealth[]>;
  /** What intake has counted; as processes: what the instances that run now have counted since their start. */
  intakeCounts(): IntakeCounts | Promise<IntakeCounts>;
  /** Name and sentence of the first service that a bug has stopped, or null. */
  failure(): string | null;
  stop(): Promise<void>;
}
