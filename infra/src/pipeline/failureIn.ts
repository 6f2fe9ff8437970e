/** The sentence of a bug that has stopped a service, where its health's detail has one: its own or that of a part of it. */
export function failureIn(detail: Readonly<Record<string, unknown>>): string | null {
  if (typeof detail.failure === 'string') return detail.failure;
  for (const [part, of] of Object.entries(detail)) {
    if (typeof of !== 'object' || of === null || !('failure' in of)) continue;
    if (typeof of.failure === 'string') return `${part}: ${of.failure}`;
  }
  return null;
}
