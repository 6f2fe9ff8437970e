/** How to reach and speak to the Kafka cluster; what `connectKafka` of stream-runtime takes. */
export interface KafkaSettings {
  /** `host:port` of one or more brokers to ask first. */
  readonly brokers: readonly string[];
  /** Shown in the brokers' logs and quotas; the service's name unless KAFKA_CLIENT_ID says otherwise. */
  readonly clientId: string;
  /** False: plain TCP. True: TLS with the system's authorities. An object: PEM texts of one's own. */
  readonly ssl: boolean | KafkaTls;
  readonly sasl: KafkaSasl | null;
  /** How long a group waits for a silent member before others take its partitions, ms. */
  readonly sessionTimeoutMs: number;
}

/** PEM texts, not file names. `cert` and `key` come together (mutual TLS). */
export interface KafkaTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

export const SASL_MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

export interface KafkaSasl {
  readonly mechanism: SaslMechanism;
  readonly username: string;
  readonly password: string;
}

/** A schema registry that speaks Confluent's API. */
export interface RegistrySettings {
  /** Without a slash at the end; with Apicurio it ends in `/apis/ccompat/v7`. */
  readonly url: string;
  readonly auth: { readonly username: string; readonly password: string } | null;
}

export interface DatabaseSettings {
  /** A connection string `postgres://user:password@host:port/database`; it is a secret, do not log it. */
  readonly url: string;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What every service reads, whatever it connects to. */
export interface CommonSettings {
  readonly logLevel: LogLevel;
  /** Port of `/healthz`, `/readyz` and `/metrics`; null: none is served. */
  readonly healthPort: number | null;
  /** Partitions of the topics whose count is fixed; chosen once for a cluster. */
  readonly partitions: number;
}

/** What a service may need; only what it needs is read and checked. */
export interface Backends {
  readonly kafka: KafkaSettings;
  readonly registry: RegistrySettings;
  readonly database: DatabaseSettings;
}
export type Need = keyof Backends;

/** The settings of a service that needs N: `Settings<'kafka'>` has `kafka` and no `database`. */
export type Settings<N extends Need = Need> = CommonSettings & Pick<Backends, N>;
