import { reasonOf } from '@sluice/stream-runtime';
import type { BenchContext } from './context';
import type { PartName } from './options';
import type { PartFailure, PartResults } from './results';

/** One part of the bench. */
export type Part<Name extends PartName> = (context: BenchContext) => Promise<PartResults[Name]>;
export type Parts = { readonly [Name in PartName]: Part<Name> };

/**
 * Runs the parts one after the other; one that fails says so, and the next begins with a fresh stack. Once `stopping` says
 * so no further one begins.
 */
export async function runParts(
  parts: Parts,
  names: readonly PartName[],
  context: BenchContext,
  stopping: () => boolean,
): Promise<{ readonly parts: Partial<PartResults>; readonly failures: readonly PartFailure[] }> {
  let results: Partial<PartResults> = {};
  const failures: PartFailure[] = [];
  for (const name of names) {
    if (stopping()) break;
    context.say(`— ${name}`);
    const began = Date.now();
    try {
      results = { ...results, [name]: await parts[name](context) };
      context.say(`  ${name}: ${((Date.now() - began) / 1_000).toFixed(1)} s`);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : reasonOf(error);
      failures.push({ part: name, sentence });
      context.say(`  ${name} FAILED: ${sentence}`);
      await context.reset();
    }
  }
  await context.reset();
  return { parts: results, failures };
}
