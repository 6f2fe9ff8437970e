import { createSyntheticBank } from './bank';
import type { SyntheticBankSettings } from './options';
import type { StolenSums } from './truth/stolenMoney';

/** What the same bank loses where every transfer settles at once and nothing is stopped, minor units. */
export interface WithoutSluice extends StolenSums {
  /** The victims' labelled payments of the live period. */
  readonly stolenMinor: number;
}

/** Runs the same seed without Sluice, from the beginning of the past to the end. */
export function runWithoutSluice(settings: SyntheticBankSettings): WithoutSluice {
  const bank = createSyntheticBank({ ...settings, decidedBy: 'NOBODY' });
  bank.advance(bank.period.endsAt);
  const sums = bank.truth.sums();
  return { stolenMinor: sums.attemptedMinor, ...sums };
}
