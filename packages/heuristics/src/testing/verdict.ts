import type { AccountFeatures } from '@sluice/account-state';
import { defaultRules } from '../defaultRules';
import type { Rules } from '../file/rules';
import type { LegView } from '../leg/legView';
import { type ListingView, NO_LISTINGS } from '../leg/listingView';
import { assessCreditor, assessDebtor } from '../scoring/assess';
import { type CompiledRules, compileRules } from '../scoring/compile';
import { decide } from '../scoring/decide';
import type { DecisionFacts } from '../scoring/outcome';
import type { Verdict } from '../scoring/verdict';
import { account } from './builders';

export interface TransferCase {
  readonly leg: LegView;
  readonly debtor?: AccountFeatures;
  readonly creditor?: AccountFeatures;
  readonly debtorListings?: Readonly<ListingView>;
  readonly creditorListings?: Readonly<ListingView>;
  readonly facts?: Partial<DecisionFacts>;
  readonly rules?: Rules;
}

/** Both steps and the decision, as the fold runs them; default rules unless the case brings its own. */
export function verdictOf(one: TransferCase): Verdict {
  const rules = compiled(one.rules ?? defaultRules);
  const creditorFeatures = one.creditor ?? account({ accountId: one.leg.creditorAccount });
  const debtor = assessDebtor(rules, one.leg, one.debtor ?? account(), one.debtorListings ?? NO_LISTINGS);
  const creditor = assessCreditor(
    rules,
    one.leg,
    creditorFeatures,
    one.creditorListings ?? NO_LISTINGS,
    debtor,
  );
  return decide(rules, one.leg, debtor, creditor, {
    holdLimitReached: false,
    creditorAccountKind: creditorFeatures.masterKnown ? creditorFeatures.kind : null,
    creditorProtection: creditorFeatures.protection,
    ...one.facts,
  });
}

const COMPILED = new WeakMap<Rules, CompiledRules>();

function compiled(rules: Rules): CompiledRules {
  const known = COMPILED.get(rules) ?? compileRules(rules);
  COMPILED.set(rules, known);
  return known;
}
