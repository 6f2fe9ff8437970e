import { createMetrics } from '../metrics/metrics';
import { type HealthServer, type Readiness, serveHealth } from './serveHealth';

const metrics = createMetrics('detector');
let live = true;
let ready: () => Readiness = () => ({ ready: true, detail: {} });
let server: HealthServer;

beforeAll(async () => {
  server = await serveHealth({
    port: 0,
    host: '127.0.0.1',
    live: () => live,
    ready: () => ready(),
    metrics: metrics.registry,
  });
});
afterAll(() => server.close());

function ask(path: string, method = 'GET'): Promise<Response> {
  return fetch(`http://127.0.0.1:${server.port}${path}`, { method });
}

describe('the health endpoint', () => {
  test('alive is 200, beyond recovery is 503', async () => {
    expect((await ask('/healthz')).status).toBe(200);
    live = false;
    expect((await ask('/healthz')).status).toBe(503);
    live = true;
  });

  test('a partition that restores makes the service unready, with the reason and no account number', async () => {
    ready = () => ({
      ready: false,
      detail: { restoring: [3], offset: 12n, lastAccount: 'NBK:6217003320004417' },
    });
    const answer = await ask('/readyz?verbose');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      ready: false,
      restoring: [3],
      offset: '12',
      lastAccount: '••4417',
    });
  });

  test('a probe that throws reads as unhealthy', async () => {
    ready = () => {
      throw new Error('state is gone');
    };
    const answer = await ask('/readyz');
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'state is gone' });
  });

  test('metrics are Prometheus text', async () => {
    metrics.counter('sluice_holds_total', 'Holds.').add(5);
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toContain('sluice_holds_total{service="detector"} 5');
  });

  test('there is nothing else, and nothing to write', async () => {
    expect((await ask('/')).status).toBe(404);
    expect((await ask('/healthz', 'POST')).status).toBe(405);
    expect((await ask('/healthz', 'HEAD')).status).toBe(200);
  });

  test('a taken port is one sentence', async () => {
    const second = serveHealth({
      port: server.port,
      host: '127.0.0.1',
      live: () => true,
      ready: () => ({ ready: true, detail: {} }),
      metrics: metrics.registry,
    });
    await expect(second).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `The health port ${server.port} is taken by another process: free it, or set HEALTH_PORT to another (0: none).`,
    });
  });
});
