import { bigint, customType } from 'drizzle-orm/pg-core';

/**
 * A point in time: `timestamptz` with milliseconds in the database, epoch ms UTC in code. Postgres prints it in the
 * session's time zone with a numeric offset, which Date.parse reads exactly.
 */
export const instant = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (epochMs) => new Date(epochMs).toISOString(),
  fromDriver: (text) => Date.parse(text),
});

/** An amount of money in minor units of the row's currency. */
export const minorUnits = (name: string) => bigint(name, { mode: 'number' });

/** An offset of a Kafka partition. */
export const kafkaOffset = (name: string) => bigint(name, { mode: 'number' });

/** Raw bytes. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
