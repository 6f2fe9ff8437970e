import { createServer } from 'node:net';
import { StackError } from './stackError';

/** Kafka has two: one for clients, one on which its own controller is asked. */
export interface StackPorts {
  readonly kafka: number;
  readonly controller: number;
  readonly registry: number;
  readonly postgres: number;
}
export type PortName = keyof StackPorts;

/** The ports of `npm run stack`, next to the well-known ones, so that both can be there. */
export const FIXED_PORTS: StackPorts = {
  kafka: 19_092,
  controller: 19_093,
  registry: 18_081,
  postgres: 15_432,
};

/** The variable by which a person moves a fixed port. */
export const PORT_VARIABLES: Readonly<Record<PortName, string>> = {
  kafka: 'SLUICE_STACK_KAFKA_PORT',
  controller: 'SLUICE_STACK_CONTROLLER_PORT',
  registry: 'SLUICE_STACK_REGISTRY_PORT',
  postgres: 'SLUICE_STACK_POSTGRES_PORT',
};

export const PORT_TITLES: Readonly<Record<PortName, string>> = {
  kafka: "Kafka's port",
  controller: "Kafka's controller port",
  registry: "the schema registry's port",
  postgres: "PostgreSQL's port",
};

// Below the range from which systems take the source ports of connections: a port from there may be taken by a client
// between our look and the server's start.
const FREE_FROM = 20_000;
const FREE_COUNT = 12_000;
const TRIES_MAX = 1_000;

/** `count` different ports on which nothing listens now. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries++) {
    if (tries === TRIES_MAX) {
      throw new StackError(
        'PORT_TAKEN',
        `No free port was found from ${FREE_FROM} to ${FREE_FROM + FREE_COUNT - 1}: stop what listens there.`,
      );
    }
    const port = FREE_FROM + Math.floor(Math.random() * FREE_COUNT);
    if (await isFree(port)) found.add(port);
  }
  return [...found];
}

/** Throws PORT_TAKEN for the first of the ports that something listens on. */
export async function requireFree(ports: Readonly<Partial<StackPorts>>): Promise<void> {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) throw portTaken(name as PortName, port);
  }
}

export function portTaken(name: PortName, port: number): StackError {
  return new StackError(
    'PORT_TAKEN',
    `${capital(PORT_TITLES[name])} ${port} is taken by another process: stop that one, or choose another port with ${PORT_VARIABLES[name]}.`,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The fixed ports as the environment moves them; throws SETTING_INVALID for what is no port. */
export function fixedPortsFrom(env: Readonly<Record<string, string | undefined>>): StackPorts {
  const port = (name: PortName): number => {
    const value = env[PORT_VARIABLES[name]]?.trim();
    if (value === undefined || value === '') return FIXED_PORTS[name];
    const number = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    if (number >= 1 && number <= 65_535) return number;
    throw new StackError(
      'SETTING_INVALID',
      `${PORT_VARIABLES[name]} holds ${JSON.stringify(value)}: it must be a port from 1 to 65535.`,
    );
  };
  return {
    kafka: port('kafka'),
    controller: port('controller'),
    registry: port('registry'),
    postgres: port('postgres'),
  };
}
