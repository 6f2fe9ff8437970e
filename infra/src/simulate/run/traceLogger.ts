import type { Logger } from '@sluice/stream-runtime';
import type { Trace } from './trace';

const LENGTH_MAX = 300;

/** What a service logs, as asides in the trace. */
export function traceLogger(trace: Trace, process: string): Logger {
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      const text = JSON.stringify(fields, (_key, value) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      trace.aside(`${process} ${level} ${message} ${text}`.slice(0, LENGTH_MAX));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
