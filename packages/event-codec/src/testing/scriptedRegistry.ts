import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a registry answers; or it breaks off before or within the answer, or never gives one. */
export type ScriptedAnswer =
  | { readonly status: number; readonly body: unknown; readonly location?: string }
  | 'BREAKS'
  | 'BREAKS_WITHIN'
  | 'NEVER';

/** A registry on a real socket that answers as a test says: nothing is registered in it, and it asks for no login. */
export interface ScriptedRegistry {
  readonly url: string;
  /** `METHOD /path` of every request so far. */
  readonly asked: string[];
  /** Answers this request so from now on; with several answers, one after the other, the last for ever. */
  answer(request: string, ...answers: readonly [ScriptedAnswer, ...ScriptedAnswer[]]): void;
  /** Goes away: nothing listens any more. */
  leave(): Promise<void>;
  /** Comes back at the same address. */
  comeBack(): Promise<void>;
}

/** In the registry's own words: a JSON object with an error code. */
export function says(status: number, message: string): ScriptedAnswer {
  return { status, body: { error_code: status, message } };
}
/** In the words of a proxy or another server. */
export function page(status: number): ScriptedAnswer {
  return { status, body: '<html>a page</html>' };
}
export function ok(body: unknown): ScriptedAnswer {
  return { status: 200, body };
}

export async function scriptedRegistry(): Promise<ScriptedRegistry> {
  const script = new Map<string, readonly ScriptedAnswer[]>([
    ['GET /config', [ok({ compatibilityLevel: 'NONE' })]],
  ]);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const what = `${request.method} ${request.url}`;
    asked.push(what);
    const [next = says(404, 'not found'), ...later] = script.get(what) ?? [];
    if (later.length > 0) script.set(what, later);
    give(next, request, response);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answer: (request, ...answers) => script.set(request, answers),
    leave: async () => {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
    comeBack: () => listen(port),
  };
}

function give(answer: ScriptedAnswer, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (answer === 'NEVER') return;
  if (answer === 'BREAKS') {
    response.destroy();
    return;
  }
  if (answer === 'BREAKS_WITHIN') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"schema":"', () => response.destroy());
    return;
  }
  const { status, body, location } = answer;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(location === undefined ? {} : { location }),
  });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
