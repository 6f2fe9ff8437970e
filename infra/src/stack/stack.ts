import type { StackPorts } from './ports';
import type { ServerHandle, ServerName } from './servers/server';
import type { StackError } from './stackError';

/** Where the parts of a stack are. What was not asked for throws when it is read. */
export interface StackAddresses {
  /** Kafka's `host:port`. */
  readonly brokers: readonly string[];
  /** Confluent's API of the registry. */
  readonly registryUrl: string;
  /** A superuser's connection string for the database `sluice`. */
  readonly databaseUrl: string;
  /** KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL, as far as they are there. */
  readonly env: Readonly<Record<string, string>>;
}

/** A running Kafka, schema registry and PostgreSQL, reachable from this machine only. */
export interface Stack extends StackAddresses {
  readonly dataDir: string;
  readonly kafka: ServerHandle;
  readonly registry: ServerHandle;
  readonly postgres: ServerHandle;
  /** Stops what runs; a throw-away stack's data are deleted. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Keeps the data there. Without: a temporary folder, deleted on stop, and also when this process is killed. */
  readonly dataDir?: string;
  /** Default: free ones. */
  readonly ports?: 'free' | StackPorts;
  /** Default: all three. */
  readonly services?: readonly ServerName[];
  /** The data need not survive a crash: quicker, and ended by force. Default: without `dataDir`. */
  readonly ephemeral?: boolean;
  /** Told what is going on, in sentences. */
  readonly onProgress?: (sentence: string) => void;
  /** A server ended without having been told to. Default: nothing; its handle says that it is not running. */
  readonly onUnexpectedEnd?: (error: StackError) => void;
  /** Gives the start up; everything that was started is ended. */
  readonly signal?: AbortSignal;
  /** Least free space for the data folder, bytes. */
  readonly freeBytesMin?: number;
}

export const SERVER_NAMES: readonly ServerName[] = ['kafka', 'registry', 'postgres'];
