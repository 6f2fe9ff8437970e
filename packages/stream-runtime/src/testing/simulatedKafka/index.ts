export { type BareProducer, type BareRecord, bareRecords, openBareProducer } from './bareProducer';
export { connectSimulated } from './connectSimulated';
export type { TakenCommit } from './groups/committedOffsets';
export type { StandingRecord } from './log/partitionLog';
export type { SimulatedTopic } from './log/topics';
export {
  type BrokerEvent,
  type SimulatedCluster,
  type SimulatedClusterOptions,
  simulatedCluster,
} from './simulatedCluster';
export { faultless, type ProduceFault, type RequestFault, type SimulatedFaults } from './simulatedFaults';
export type { SimulatedHost, SimulatedTime } from './simulatedTime';
