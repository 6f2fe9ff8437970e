import {
  createEventCodec,
  type EventCodec,
  type RegistryAddress,
  type TopicProfile,
  topicSpecs,
} from '@sluice/event-codec';
import type { ClusterConnection } from '@sluice/stream-runtime';

export interface ClusterPlan {
  readonly registry: RegistryAddress;
  readonly profile: TopicProfile;
  /** Partitions of the topics whose count is fixed; chosen once for a cluster. */
  readonly partitions: number;
}

/** Creates the topics that are missing, checks those that are there, registers the schemas, and gives the codec. */
export async function prepareCluster(connection: ClusterConnection, plan: ClusterPlan): Promise<EventCodec> {
  await connection.createTopics(topicSpecs(plan.profile, plan.partitions));
  return createEventCodec({ registry: plan.registry });
}
