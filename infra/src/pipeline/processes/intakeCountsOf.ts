import type { IntakeCounts } from '@sluice/intake';
import type { ServiceHealth } from '../runningPipeline';

/** The sum of what the instances of intake say that they have counted. */
export function intakeCountsOf(instances: readonly ServiceHealth[]): IntakeCounts {
  const sum: IntakeCounts = {
    debits: 0,
    statuses: 0,
    ledgerOnly: 0,
    history: 0,
    duplicates: 0,
    deadLetters: 0,
  };
  for (const { detail } of instances) {
    // The names are those of `sum` itself.
    for (const name of Object.keys(sum) as (keyof IntakeCounts)[]) sum[name] += Number(detail[name] ?? 0);
  }
  return sum;
}
