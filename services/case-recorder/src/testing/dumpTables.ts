import type { CaseStore } from '@sluice/case-store';

/** Columns that tell of the writing, not of what was written: the order of arrival in a case, and the wall clock. */
const WRITING: Readonly<Record<string, readonly string[]>> = {
  case_event: ['sequence', 'recorded_at'],
};

/**
 * Every row of every table as text, sorted. `facts`: without what tells of the writing, so that two stores that read the
 * same log in different orders can be compared.
 */
export async function dumpTables(store: CaseStore, what: 'everything' | 'facts'): Promise<string[]> {
  const tables = await store.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('currency') order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await store.pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from "${name}" t`,
    );
    const texts = rows.rows.map(({ row }) => {
      const hidden = what === 'facts' ? (WRITING[name] ?? []) : [];
      const shown = Object.entries(row).filter(([column]) => !hidden.includes(column));
      // A case is opened by whichever of its alerts is read first; its file says the earliest.
      const kept =
        what === 'facts' && name === 'case_event' && row.type === 'OPENED'
          ? shown.filter(([column]) => column !== 'at')
          : shown;
      return `${name} ${JSON.stringify(Object.fromEntries(kept))}`;
    });
    lines.push(...texts.sort());
  }
  return lines;
}
