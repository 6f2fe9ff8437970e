import { join } from 'node:path';
import { findJava } from '../../plain/prerequisites.cjs';
import type { InstallOptions } from './artifacts/install';
import { installKafka } from './artifacts/kafkaArtifact';
import { installRegistry } from './artifacts/registryArtifact';
import { freePorts, type PortName, type StackPorts } from './ports';
import { kafkaRecipe } from './servers/kafka';
import { postgresRecipe } from './servers/postgres';
import { registryRecipe } from './servers/registry';
import { type Server, type ServerCare, type ServerName, type ServerRecipe, serverOf } from './servers/server';
import { orThrow, StackError } from './stackError';

/** Where and how the servers of one stack are started. */
export interface Place {
  readonly dataDir: string;
  /** Null: free ones are taken. */
  readonly ports: StackPorts | null;
  readonly care: ServerCare;
  readonly install: InstallOptions;
}

/** A recipe with everything settled but the ports. */
type RecipeAt = (ports: StackPorts) => ServerRecipe;

export const PORTS_OF: Readonly<Record<ServerName, readonly PortName[]>> = {
  kafka: ['kafka', 'controller'],
  registry: ['registry'],
  postgres: ['postgres'],
};

const PORT_TRIES_MAX = 3;

/**
 * Starts one server, having installed it where need be.
 *
 * @param onServer given the server before it is started, so that it can be ended in the middle
 * @returns its ports
 */
export async function startServer(
  name: ServerName,
  place: Place,
  onServer: (server: Server) => void,
): Promise<StackPorts> {
  const recipeAt = await RECIPES[name](place);
  for (let tries = 1; ; tries++) {
    place.install.signal?.throwIfAborted();
    const ports = place.ports ?? (await pickPorts());
    const recipe = recipeAt(ports);
    const server = serverOf(recipe, place.care);
    onServer(server);
    const began = Date.now();
    try {
      await server.start();
    } catch (error) {
      // Someone took the free port between our look and the server's start.
      const isLost = error instanceof StackError && error.code === 'PORT_TAKEN' && place.ports === null;
      if (isLost && tries < PORT_TRIES_MAX) continue;
      throw error;
    }
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    place.install.onProgress(`${recipe.title} is up on 127.0.0.1:${ports[name]} after ${seconds} s.`);
    return ports;
  }
}

async function pickPorts(): Promise<StackPorts> {
  const [kafka = 0, controller = 0, registry = 0, postgres = 0] = await freePorts(4);
  return { kafka, controller, registry, postgres };
}

const RECIPES: Readonly<Record<ServerName, (place: Place) => Promise<RecipeAt>>> = {
  kafka: async (place) => {
    const installation = await installKafka(orThrow(findJava()), place.install);
    return (ports) =>
      kafkaRecipe({
        ...filesOf('kafka', place),
        installation,
        port: ports.kafka,
        controllerPort: ports.controller,
        shortLived: place.care.ephemeral,
      });
  },
  registry: async (place) => {
    const installation = await installRegistry(orThrow(findJava()), place.install);
    return (ports) => registryRecipe({ ...filesOf('registry', place), installation, port: ports.registry });
  },
  postgres: async (place) => (ports) =>
    postgresRecipe({
      ...filesOf('postgres', place),
      throwAway: place.care.ephemeral,
      port: ports.postgres,
    }),
};

function filesOf(name: ServerName, place: Place): { folder: string; logFile: string } {
  return { folder: join(place.dataDir, name), logFile: join(place.dataDir, 'logs', `${name}.log`) };
}
