// As Postgres prints a timestamptz: 2026-03-02 09:00:00.04+00.
const TIMESTAMP = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/;

/** The row with Postgres' timestamps as ISO 8601 in UTC: `2026-03-02T09:00:00.040Z`. Other texts stay as they are. */
export function withIsoTimes<T extends Record<string, unknown>>(row: T): T {
  const times: Record<string, string> = {};
  for (const [name, value] of Object.entries(row)) {
    if (/(^at|_at|_until)$/.test(name) && typeof value === 'string' && TIMESTAMP.test(value))
      times[name] = new Date(value).toISOString();
  }
  return { ...row, ...times };
}
