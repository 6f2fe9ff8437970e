/** What happens to one request on its way; each of them happens to real ones. */
export type RequestFault =
  | 'NONE'
  /** The connection breaks before the broker has the request. */
  | 'LOST_REQUEST'
  /** The broker does it, the connection breaks before the answer is out. */
  | 'LOST_ANSWER'
  /** The connection breaks, and the request that was already with the broker is done some time later. */
  | 'LATE_REQUEST';

/** What happens to one partition of a produce request. */
export type ProduceFault =
  | 'NONE'
  /** Refused before the append with an error that kafkajs tries again (NOT_LEADER_OR_FOLLOWER). */
  | 'NOT_APPENDED'
  /** Appended, and answered with an error that kafkajs tries again (NOT_ENOUGH_REPLICAS_AFTER_APPEND, REQUEST_TIMED_OUT). */
  | 'APPENDED_UNSURE'
  /** Refused with an error that kafkajs gives up on (UNKNOWN_SERVER_ERROR). */
  | 'REFUSED'
  /** Appended, and answered with an error that kafkajs gives up on. */
  | 'APPENDED_REFUSED';

/** Where the simulated broker asks what goes wrong; a seed answers. */
export interface SimulatedFaults {
  /** One way on the network, ms. */
  latencyMs(): number;
  request(api: string, host: string): RequestFault;
  /** How much later a LATE_REQUEST is done, ms. */
  lateByMs(): number;
  produce(topic: string, partition: number): ProduceFault;
  /** True where what the partition has to bring waits for a later fetch, so that partitions overtake one another. */
  withhold(topic: string, partition: number): boolean;
  /** Largest part of a partition that this fetch brings, bytes; a fetch may always bring less than it could. */
  fetchBytesMax(): number;
  /** How much longer than asked a fetch with nothing to bring takes, ms. */
  idleMs(): number;
  /** True while nothing reaches the broker. */
  away(): boolean;
}

/** A network and a broker that never fail. */
export const faultless: SimulatedFaults = {
  latencyMs: () => 1,
  request: () => 'NONE',
  lateByMs: () => 0,
  produce: () => 'NONE',
  withhold: () => false,
  fetchBytesMax: () => Number.MAX_SAFE_INTEGER,
  idleMs: () => 0,
  away: () => false,
};
