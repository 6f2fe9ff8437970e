import type { Logger } from '../logger';

const STOP_MS_MAX = 10_000;

/** Waits for a step of a stop, at most 10 s; what it fails with changes nothing any more. */
export async function withinStopTime(work: Promise<void>, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({ afterMs: STOP_MS_MAX }, 'gave up waiting for a clean stop');
      resolve();
    }, STOP_MS_MAX);
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
