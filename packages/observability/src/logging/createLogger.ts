import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../settings/settings';
import { maskForLog } from './mask';

export type { Logger } from 'pino';

/**
 * A logger that writes one JSON object a line to standard output (or `destination`) and lets no account number, name or
 * secret through: see `maskForLog`. Children inherit this.
 *
 * @param name the service; it stands in every line
 */
export function createLogger(name: string, level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: (fields: object) => maskForLog(fields) as Record<string, unknown> },
    // The standard serializer of errors would rewrite what the formatter has already masked.
    serializers: { msg: maskForLog, err: (masked: unknown) => masked },
    hooks: {
      logMethod(args: Parameters<Logger['info']>, method: Logger['info']): void {
        // Arguments of a format string never pass the formatter: mask them before they become text.
        const masked = args.map((arg, i) => (i === 0 ? arg : maskForLog(arg))) as typeof args;
        method.apply(this as unknown as Logger, masked);
      },
    },
  };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  return maskingChildren(logger);
}

// pino formats the bindings of a child once, without the formatter: mask them as they come in. Children of children
// have this logger as their prototype, so that the one replacement covers all.
function maskingChildren(logger: Logger): Logger {
  const child = logger.child;
  logger.child = function maskedChild(this: Logger, bindings, options) {
    return child.call(this, maskForLog(bindings) as Record<string, unknown>, options);
  } as Logger['child'];
  return logger;
}
