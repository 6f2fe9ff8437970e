import fc from 'fast-check';
import { createAccountFeatures } from '../createAccountFeatures';
import type { AccountFeatures } from '../features';
import type { LegFacts } from '../legFacts';
import { HOUR_MS } from './builders';
import { CURRENCIES, stepsOf } from './operations';
import type { AnyStore, Run } from './runOperations';

/** A leg to be scored, without being recorded. */
export interface Question {
  readonly account: number;
  readonly counterparty: number;
  readonly isIn: boolean;
  readonly currency: string;
  readonly step: number;
}

export const question = (accounts: number, counterparties: number): fc.Arbitrary<Question> =>
  fc.record({
    account: fc.nat(accounts - 1),
    counterparty: fc.nat(counterparties - 1),
    isIn: fc.boolean(),
    currency: fc.constantFrom(...CURRENCIES),
    step: stepsOf(72 * HOUR_MS),
  });

/** Features for the question, null where the account is not known. */
export function ask(store: AnyStore, run: Run, asked: Question): AccountFeatures | null {
  const slot = store.findSlot(run.idOf(asked.account));
  if (slot < 0) return null;
  const leg: LegFacts = {
    direction: asked.isIn ? 'IN' : 'OUT',
    transferHash: 1,
    counterpartyHash: (asked.counterparty + 1) * 2_654_435_761,
    amountMinor: 25_000,
    currency: asked.currency,
    at: run.newestTime + asked.step,
  };
  const features = createAccountFeatures();
  store.readFeatures(slot, leg, features);
  return features;
}
