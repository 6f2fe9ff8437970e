import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { maskForLog } from '../logging/mask';

/** Whether work is being done, and why not; `detail` is shown to operators and masked like a log line. */
export interface Readiness {
  readonly ready: boolean;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface HealthOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default: every interface, as an orchestrator's probe needs it. */
  readonly host?: string;
  /** False: the process cannot recover by itself and should be restarted. */
  readonly live: () => boolean;
  readonly ready: () => Readiness;
  readonly metrics: Registry;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/**
 * Serves `/healthz` (200 or 503), `/readyz` (200 or 503, with the detail as JSON) and `/metrics` (Prometheus text).
 *
 * @throws Error with code EADDRINUSE or EACCES and one sentence, where the port cannot be had
 */
export async function serveHealth(options: HealthOptions): Promise<HealthServer> {
  const pages: Readonly<Record<string, () => Answer | Promise<Answer>>> = {
    '/healthz': () => json(options.live() ? 200 : 503, { live: options.live() }),
    '/readyz': () => {
      const { ready, detail } = options.ready();
      return json(ready ? 200 : 503, { ready, ...detail });
    },
    '/metrics': async () => ({
      status: 200,
      type: options.metrics.contentType,
      body: await options.metrics.metrics(),
    }),
  };

  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://health').pathname];
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      send(response, json(405, { error: 'only GET and HEAD are answered here' }));
    } else if (page === undefined) {
      send(response, json(404, { error: `there is ${Object.keys(pages).join(', ')}` }));
    } else {
      // A probe that throws must read as unhealthy, not take the service down with it.
      Promise.resolve()
        .then(page)
        .catch((error: unknown) =>
          json(500, { error: error instanceof Error ? error.message : String(error) }),
        )
        .then((answer) => send(response, answer));
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, options.port)));
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function json(status: number, body: Readonly<Record<string, unknown>>): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(maskForLog(body))}\n` };
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' });
  response.end(answer.body);
}

function cannotListen(error: NodeJS.ErrnoException, port: number): Error {
  const why = error.code === 'EADDRINUSE' ? 'is taken by another process' : `cannot be used (${error.code})`;
  return Object.assign(
    new Error(`The health port ${port} ${why}: free it, or set HEALTH_PORT to another (0: none).`, {
      cause: error,
    }),
    { code: error.code },
  );
}
