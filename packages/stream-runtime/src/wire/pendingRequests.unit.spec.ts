import { setTimeout as delay } from 'node:timers/promises';
import RequestQueue from 'kafkajs/src/network/requestQueue';
import { restIdleConnections } from './pendingRequests';

const LONG_ENOUGH_MS = 60;

/** A queue whose requests go nowhere; counts how often it looks at what waits. */
function watchedQueue() {
  const quiet = { debug: () => undefined, warn: () => undefined };
  const queue = new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'test',
    broker: 'test',
    logger: quiet,
  });
  const looks = jest.spyOn(queue, 'checkPendingRequests');
  const sent: number[] = [];
  const push = (correlationId: number): void =>
    queue.push({
      entry: { correlationId, resolve: () => undefined, reject: () => undefined },
      expectResponse: true,
      sendRequest: () => sent.push(correlationId),
    });
  return { queue, looks, sent, push };
}

test('kafkajs as it is looks for ever at requests that are not there', async () => {
  const { queue, looks, push } = watchedQueue();
  push(1);
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
  await delay(LONG_ENOUGH_MS);
  expect(looks.mock.calls.length).toBeGreaterThan(5);
  queue.destroy();
});

describe('idle connections at rest', () => {
  beforeAll(restIdleConnections);

  test('once all is answered, nothing looks again', async () => {
    const { queue, looks, push } = watchedQueue();
    push(1);
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    await delay(LONG_ENOUGH_MS);
    expect(looks.mock.calls.length).toBe(1);
  });

  test('a request that waits goes out as soon as the one before is answered', () => {
    const { queue, sent, push } = watchedQueue();
    push(1);
    push(2);
    expect(sent).toEqual([1]);
    queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
    expect(sent).toEqual([1, 2]);
    queue.destroy();
  });

  test('a request that the broker throttles goes out when the throttle is over, with no answer to wake it', async () => {
    const { queue, sent, push } = watchedQueue();
    queue.maybeThrottle(20);
    push(1);
    expect(sent).toEqual([]);
    await delay(LONG_ENOUGH_MS);
    expect(sent).toEqual([1]);
    queue.destroy();
  });
});
