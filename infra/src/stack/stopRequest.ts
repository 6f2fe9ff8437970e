/** Why a program is asked to stop. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'PARENT_GONE';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `stop` once, when this process is told to end: by Ctrl-C or a signal, or because `infra/bootstrap.mjs`, which
 * started it, is gone. Ctrl-C often comes twice, from the terminal and from npm: what follows the first is ignored, so
 * `stop` must see to it that the process ends in bounded time.
 */
export function onStopRequest(stop: (reason: StopReason) => void): void {
  let asked = false;
  const ask = (reason: StopReason): void => {
    if (asked) return;
    asked = true;
    stop(reason);
  };
  for (const signal of SIGNALS) process.on(signal, () => ask(signal));
  if (process.channel == null) return;
  process.on('disconnect', () => ask('PARENT_GONE'));
  // Listening alone must not keep the process alive.
  process.channel.unref();
}
