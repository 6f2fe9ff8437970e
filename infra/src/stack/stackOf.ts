import type { StackPorts } from './ports';
import { databaseUrlOf } from './servers/postgres';
import { registryUrlOf } from './servers/registry';
import type { Server, ServerHandle, ServerName } from './servers/server';
import type { Stack } from './stack';

/** What `startStack` has when all is up. */
export interface StackParts {
  readonly dataDir: string;
  readonly servers: ReadonlyMap<ServerName, Server>;
  readonly ports: ReadonlyMap<ServerName, StackPorts>;
  readonly stop: () => Promise<void>;
}

export function stackOf({ dataDir, servers, ports, stop }: StackParts): Stack {
  const server = (name: ServerName): ServerHandle => required(name, servers);
  const portOf = (name: ServerName): number => required(name, ports)[name];
  let stopping: Promise<void> | null = null;
  return {
    dataDir,
    get brokers() {
      return [`127.0.0.1:${portOf('kafka')}`];
    },
    get registryUrl() {
      return registryUrlOf(portOf('registry'));
    },
    get databaseUrl() {
      return databaseUrlOf(portOf('postgres'));
    },
    get env() {
      return {
        ...(ports.has('kafka') && { KAFKA_BROKERS: this.brokers.join(',') }),
        ...(ports.has('registry') && { SCHEMA_REGISTRY_URL: this.registryUrl }),
        ...(ports.has('postgres') && { DATABASE_URL: this.databaseUrl }),
      };
    },
    get kafka() {
      return server('kafka');
    },
    get registry() {
      return server('registry');
    },
    get postgres() {
      return server('postgres');
    },
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function required<T>(name: ServerName, parts: ReadonlyMap<ServerName, T>): T {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`this stack was started without ${name}: name it in services`);
  return part;
}
