import type { AccountFeatures } from '../features';

/** Features as plain values that compare well: windows as arrays, habits left out. */
function plainFeatures(features: AccountFeatures): Record<string, unknown> {
  const plain: Record<string, unknown> = { ...features };
  for (const side of ['out', 'in'] as const) {
    const windows = features[side];
    plain[side] = {
      count: [...windows.count],
      sumMinor: [...windows.sumMinor],
      distinct: [...windows.distinct],
      fresh: [...windows.fresh],
    };
  }
  for (const name of HABITS) delete plain[name];
  return plain;
}

const HABITS = [
  'habitOutPerDay',
  'habitOutMinorPerDay',
  'habitInPerDay',
  'habitInMinorPerDay',
  'habitOutMaxMinor',
] as const;

/** Null where features are the same: exactly, and habits to one in 100,000. */
export function differenceOf(
  actual: AccountFeatures | null,
  expected: AccountFeatures | null,
): { readonly actual: unknown; readonly expected: unknown } | null {
  if (actual === null || expected === null) return actual === expected ? null : { actual, expected };
  const plain = plainFeatures(actual);
  const plainExpected = plainFeatures(expected);
  for (const habit of HABITS) {
    const tolerance = Math.abs(expected[habit]) * 1e-5 + 1e-6;
    if (Math.abs(actual[habit] - expected[habit]) <= tolerance) continue;
    plain[habit] = actual[habit];
    plainExpected[habit] = expected[habit];
  }
  if (JSON.stringify(plain, sortedKeys) === JSON.stringify(plainExpected, sortedKeys)) return null;
  return { actual: plain, expected: plainExpected };
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
