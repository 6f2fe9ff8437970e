import RequestQueue from 'kafkajs/src/network/requestQueue';

/**
 * From here on, a kafkajs connection with nothing to send sleeps. In 2.2.4 each answered request schedules a look at the
 * pending requests, and each look the next one, with a delay that is negative unless the broker throttles: one timer a
 * millisecond for each connection, for ever (4% of a core for a service that does nothing). Requests that wait are looked at as before;
 * where none waits, `push` schedules the look itself.
 */
export function restIdleConnections(): void {
  const schedule = RequestQueue.prototype.scheduleCheckPendingRequests;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
