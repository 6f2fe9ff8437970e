import type { Logger } from '../logger';

/** How long a stop may take, all of its steps together. */
export const STOP_MS_MAX = 10_000;

/** Waits for a step of a stop until `deadline` (epoch ms); what it fails with changes nothing any more. */
export async function withinStopTime(work: Promise<void>, deadline: number, log: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(
      () => {
        log.warn({ afterMs: STOP_MS_MAX }, 'gave up waiting for a clean stop');
        resolve();
      },
      Math.max(deadline - Date.now(), 0),
    );
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
