import { type CaseStore, migrate, openCaseStore } from '@sluice/case-store';
import type { EventCodec, TopicProfile } from '@sluice/event-codec';
import type { IntakeOptions } from '@sluice/intake';
import type { Logger } from '@sluice/observability';
import { type ClusterConnection, connectKafka } from '@sluice/stream-runtime';
import type { StackAddresses } from '../stack';
import { prepareCluster } from './prepareCluster';

export interface PipelineOptions {
  readonly addresses: Pick<StackAddresses, 'brokers' | 'registryUrl' | 'databaseUrl'>;
  readonly log: Logger;
  readonly profile?: TopicProfile;
  readonly partitions?: number;
  /** Time at which stops are issued and end, and cases are written; the wall's own unless a run is faster. */
  readonly clock?: () => number;
  readonly policy?: string;
  readonly idTable?: IntakeOptions['idTable'];
}

export const PARTITIONS_EMBEDDED = 8;

/** What whoever starts the services holds itself, apart from them. */
export interface SharedParts {
  readonly connection: ClusterConnection;
  readonly codec: EventCodec;
  readonly store: CaseStore;
}

/** Creates topics, schemas and tables where they are missing, and connects. */
export async function preparePipeline(
  options: Pick<PipelineOptions, 'addresses' | 'log' | 'profile' | 'partitions'>,
): Promise<SharedParts> {
  const { addresses, log } = options;
  const connection = await connectKafka({ brokers: addresses.brokers, clientId: 'sluice' }, log);
  try {
    const [codec] = await Promise.all([
      prepareCluster(connection, {
        registry: { url: addresses.registryUrl, auth: null },
        profile: options.profile ?? 'embedded',
        partitions: options.partitions ?? PARTITIONS_EMBEDDED,
      }),
      migrate(addresses.databaseUrl),
    ]);
    const store = openCaseStore(addresses.databaseUrl, { applicationName: 'sluice', connectionsMax: 8 });
    return { connection, codec, store };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
