import { type LegTrait, traitBits } from '../leg/legTraits';
import type { OnlyIf, ParameterSpec } from '../rule/rule';

const UNIT_MS: Readonly<Partial<Record<ParameterSpec['unit'], number>>> = {
  hours: 3_600_000,
  days: 86_400_000,
};

/** A rule's `onlyIf` as numbers of one currency: it is worth measuring only where each quantity is at least this. */
export interface Gates {
  /** All of these bits of `LEG_TRAITS`. */
  readonly traits: number;
  /** Minor units, here and below; 0 where the rule states none. */
  readonly amountFrom: number;
  readonly received24hFrom: number;
  readonly received7dFrom: number;
  readonly sent24hFrom: number;
  /** See `recencyOf`: Infinity for a new counterparty alone, minus so many ms for one known that long, -Infinity for any. */
  readonly recencyFrom: number;
}

const NO_TRAITS: readonly LegTrait[] = [];

/** Works out a rule's gates; `parameters` in minor units. */
export function gatesOf(
  onlyIf: OnlyIf<string>,
  specs: Readonly<Record<string, ParameterSpec>>,
  parameters: Readonly<Record<string, number>>,
): Gates {
  const named = (name: string): number => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`onlyIf names the parameter ${name}, which the rule has not`);
    return value;
  };
  const from = (name: string | undefined) => (name === undefined ? 0 : named(name));
  const recencyFrom = (): number => {
    const { counterparty } = onlyIf;
    if (counterparty === undefined) return -Infinity;
    if (counterparty === 'NEW') return Infinity;
    const name = counterparty.knownAtMost;
    const unitMs = UNIT_MS[specs[name]?.unit ?? 'count'];
    if (unitMs === undefined) throw new Error(`onlyIf takes ${name} for a time, which it is not`);
    return -named(name) * unitMs;
  };
  return {
    traits: traitBits(onlyIf.leg ?? NO_TRAITS),
    amountFrom: from(onlyIf.amountFrom),
    received24hFrom: from(onlyIf.received24hFrom),
    received7dFrom: from(onlyIf.received7dFrom),
    sent24hFrom: from(onlyIf.sent24hFrom),
    recencyFrom: recencyFrom(),
  };
}
