import { type LogEntry, logLevel } from 'kafkajs';
import type { Logger } from './logger';

// What kafkajs calls an error is mostly a fault that it mends itself (a coordinator that moved, a rebalance).
const MENDED = /rebalanc|coordinator|not aware of this member|re-join/i;

/** Passes kafkajs' own log to ours: its connection chatter at debug, what needs attention as warnings. */
export function kafkaLogCreator(log: Logger) {
  return () =>
    (entry: LogEntry): void => {
      const { message, error, groupId, broker, retryCount } = entry.log;
      const fields = { kafka: entry.namespace, error, groupId, broker, retryCount };
      if (entry.level === logLevel.ERROR && !MENDED.test(`${message} ${error ?? ''}`))
        log.warn(fields, message);
      else if (entry.level <= logLevel.WARN) log.debug(fields, message);
    };
}
