import { join } from 'node:path';
import { writeClockFile } from '@sluice/observability';
import type { FasterClock } from '@sluice/synthetic-bank';

/** Tells the services, which are processes of their own, the time of a run: by a file in `folder` that the start of the clock fills in. */
export function withClockFile(
  clock: FasterClock,
  folder: string,
): { readonly clock: FasterClock; readonly file: string } {
  const file = join(folder, 'demo-clock.json');
  const { startsAt, endsAt, factor } = clock;
  let started = false;
  writeClockFile(file, { startsAt, endsAt, factor, startedAt: null });
  return {
    file,
    clock: {
      ...clock,
      start() {
        clock.start();
        if (started) return;
        started = true;
        writeClockFile(file, { startsAt, endsAt, factor, startedAt: Date.now() });
      },
    },
  };
}
