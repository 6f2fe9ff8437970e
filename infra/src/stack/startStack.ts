import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type HeldLock, tryLock } from '../../plain/lockFile.cjs';
import { prepareDataFolder } from './dataFolder';
import { requireFree, type StackPorts } from './ports';
import { awaitLeftovers, type GuardRecord } from './process/leftovers';
import type { Server, ServerName } from './servers/server';
import { SERVER_NAMES, type Stack, type StackOptions } from './stack';
import { StackError } from './stackError';
import { stackOf } from './stackOf';
import { type Place, PORTS_OF, startServer } from './startServer';

/**
 * Starts Kafka, the schema registry and PostgreSQL, all at once; resolves when all of them answer. What they need is
 * fetched from Maven first where this checkout does not have it.
 *
 * @throws StackError what is missing or wrong, in one sentence; nothing is left running then
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  if (process.platform === 'win32') {
    throw new StackError(
      'PLATFORM_UNSUPPORTED',
      'The embedded stack runs on Linux and macOS: on Windows, run it inside WSL.',
    );
  }
  const services = SERVER_NAMES.filter((name) => (options.services ?? SERVER_NAMES).includes(name));
  const ports = options.ports === undefined || options.ports === 'free' ? null : options.ports;
  const isTemporary = options.dataDir === undefined;
  const dataDir = options.dataDir === undefined ? temporaryFolder() : resolve(options.dataDir);
  const ephemeral = options.ephemeral ?? isTemporary;
  const servers = new Map<ServerName, Server>();
  let lock: HeldLock | null = null;

  async function end(): Promise<void> {
    await Promise.all(
      [...servers.values()].map((server) => (ephemeral ? server.throwAway() : server.stop())),
    );
    lock?.release();
    if (isTemporary) rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  }

  try {
    prepareDataFolder(dataDir, options.freeBytesMin);
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    lock = await takeOver(dataDir);
    if (ports !== null) await requireFree(portsOf(services, ports));
    const taken = await startAll(
      services,
      servers,
      (signal) => ({
        dataDir,
        ports,
        care: {
          ephemeral,
          removeOrphaned: isTemporary ? dataDir : null,
          onGuard: guardNotes(lock),
          onUnexpectedEnd: options.onUnexpectedEnd ?? (() => undefined),
        },
        install: { onProgress: options.onProgress ?? (() => undefined), signal },
      }),
      options.signal,
    );
    return stackOf({ dataDir, servers, ports: taken, stop: end });
  } catch (error) {
    await end();
    options.signal?.throwIfAborted();
    throw error;
  }
}

/** mkdtemp's folders are the owner's alone; PostgreSQL may run as another user and must get through. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-stack-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** One stack a folder. Where the last one was killed, its servers may still be on their way out. */
async function takeOver(dataDir: string): Promise<HeldLock> {
  const attempt = tryLock(join(dataDir, 'stack.lock'));
  if (!attempt.locked) {
    const holder = attempt.heldByPid === null ? 'another process' : `process ${attempt.heldByPid}`;
    throw new StackError(
      'STACK_RUNNING',
      `A stack is already running on ${dataDir} (${holder}): use that one, stop it, or choose another folder with SLUICE_STACK_DATA.`,
    );
  }
  await awaitLeftovers(attempt.predecessor);
  return attempt.lock;
}

/** Writes down what runs, for whoever finds the lock of a process that was killed. */
function guardNotes(lock: HeldLock | null): (guard: GuardRecord) => void {
  const guards: GuardRecord[] = [];
  return (guard) => {
    guards.push(guard);
    lock?.note(guards);
  };
}

function portsOf(services: readonly ServerName[], ports: StackPorts): Partial<StackPorts> {
  const names = services.flatMap((name) => PORTS_OF[name]);
  return Object.fromEntries(names.map((name) => [name, ports[name]]));
}

/** Starts all at once; the first that fails, or the caller's signal, ends the others. */
async function startAll(
  services: readonly ServerName[],
  servers: Map<ServerName, Server>,
  placeWith: (signal: AbortSignal) => Place,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<ServerName, StackPorts>> {
  const given = new AbortController();
  const giveUp = (): void => {
    given.abort();
    for (const server of servers.values()) void server.throwAway();
  };
  signal?.addEventListener('abort', giveUp);
  const place = placeWith(given.signal);
  const taken = new Map<ServerName, StackPorts>();
  const failures: unknown[] = [];
  await Promise.all(
    services.map(async (name) => {
      try {
        taken.set(name, await startServer(name, place, (server) => servers.set(name, server)));
      } catch (error) {
        failures.push(error);
        giveUp();
      }
    }),
  );
  signal?.removeEventListener('abort', giveUp);
  if (failures.length > 0) throw failures[0];
  return taken;
}
