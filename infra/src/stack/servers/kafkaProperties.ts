/** What of a broker's settings depends on where it runs. */
export interface KafkaPlace {
  readonly port: number;
  readonly controllerPort: number;
  /** Kafka's own data folder. */
  readonly logDir: string;
}

/** server.properties of a single broker that is its own controller (KRaft), reachable from this machine only. */
export function kafkaProperties(place: KafkaPlace): string {
  const { port, controllerPort, logDir } = place;
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logDir,

    // Topics are created explicitly, with their settings from the topic table; a mistyped name must fail.
    'auto.create.topics.enable': false,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 8,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,

    // A group works from its first member on, and a commit is not held back to be batched with others.
    'group.initial.rebalance.delay.ms': 0,
    // Lower than the default of 6 s: after kill -9 the session is most of the time to the next decision.
    'group.min.session.timeout.ms': 2_000,
    'group.coordinator.append.linger.ms': 0,
    // Ten years: a stack that was not used for some weeks goes on where it stopped.
    'offsets.retention.minutes': 5_256_000,

    // After SIGKILL the controller lets the broker back in only when its old session is over.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
    // The default of 128 MiB would be a quarter of the heap.
    'log.cleaner.dedupe.buffer.size': 16 * 1024 * 1024,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
