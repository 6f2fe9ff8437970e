import type { AccountFeatures } from '@sluice/account-state';
import { WINDOW_7D, WINDOW_24H } from '@sluice/account-state';
import { CATALOGUE } from '../catalogue/catalogue';
import { traitBits } from '../leg/legTraits';
import { fillLegView, type LegView, newLegView } from '../leg/legView';
import type { OnlyIf, Step } from '../rule/rule';
import { DAY_MS, HOUR_MS } from '../testing/builders';
import { corpus } from '../testing/corpus/corpus';
import { RULES_FILES } from '../testing/corpus/rulesFiles';
import { type CompiledRule, type CompiledSide, compileRules, inCurrency } from './compile';
import { openRules } from './screen';

const PROFILES = [
  ['FRAUD', 3_000],
  ['WILD', 5_000],
] as const;

type Visit = (step: Step, side: CompiledSide, leg: LegView, own: AccountFeatures, open: number) => void;

/** Every account of a corpus in its part of every transfer, with the set of rules that the screen leaves. */
function visitLegs(file: string, visit: Visit): void {
  const rules = compileRules(RULES_FILES[file] ?? fail(`no rules file ${file}`));
  const leg = newLegView();
  for (const [profile, count] of PROFILES) {
    for (const one of corpus(profile, count, 71)) {
      fillLegView(leg, one.transfer, false);
      const { debtor, creditor } = inCurrency(rules, leg.currency);
      visit('DEBTOR', debtor, leg, one.debtor, openRules(debtor.screen, -1, leg, one.debtor));
      visit('CREDITOR', creditor, leg, one.creditor, openRules(creditor.screen, -1, leg, one.creditor));
    }
  }
}

describe.each(Object.keys(RULES_FILES))('under the rules file %s', (file) => {
  test('a rule whose own condition is false brings neither points nor missing evidence', () => {
    const listings = { account: null, device: null, ip: null, phone: null };
    const spoke = new Set<string>();
    visitLegs(file, (step, side, leg, own, open) => {
      for (const rule of side.evidence) {
        if ((open & rule.bit) !== 0) continue;
        const measure = rule.measure(leg, own, rule.parameters, listings);
        if (measure !== -1) spoke.add(`${step} ${rule.id} measures ${measure}`);
      }
    });
    expect([...spoke]).toEqual([]);
  });

  test('the screen leaves the rules whose conditions hold, and no others', () => {
    let left = 0;
    visitLegs(file, (step, side, leg, own, open) => {
      for (const rule of side.evidence) {
        const isLeft = (open & rule.bit) !== 0;
        if (isLeft) left += 1;
        if (isLeft !== holds(rule, step, leg, own)) fail(`${step} ${rule.id} on ${leg.amountMinor}`);
      }
    });
    expect(left).toBeGreaterThan(1_000);
  });
});

/** `onlyIf` as it reads. */
function holds(rule: CompiledRule, step: Step, leg: LegView, own: AccountFeatures): boolean {
  const onlyIf: OnlyIf<string> = rule.side.onlyIf ?? {};
  const atLeast = (value: number, name: string | undefined) =>
    name === undefined || value >= (rule.parameters[name] ?? fail(`no parameter ${name}`));
  const traits = traitBits(onlyIf.leg ?? []);
  const received7d = (own.in.sumMinor[WINDOW_7D] ?? 0) + (step === 'CREDITOR' ? leg.amountMinor : 0);
  return (
    (leg.traits & traits) === traits &&
    atLeast(leg.amountMinor, onlyIf.amountFrom) &&
    atLeast(own.receivedMinor24h, onlyIf.received24hFrom) &&
    atLeast(received7d, onlyIf.received7dFrom) &&
    atLeast((own.out.sumMinor[WINDOW_24H] ?? 0) + leg.amountMinor, onlyIf.sent24hFrom) &&
    isRecent(rule, own, onlyIf.counterparty)
  );
}

function isRecent(
  rule: CompiledRule,
  own: AccountFeatures,
  counterparty: OnlyIf<string>['counterparty'],
): boolean {
  if (counterparty === undefined || !own.counterpartyKnown) return true;
  if (counterparty === 'NEW' || own.counterpartyFirstAt === 0) return false;
  const name = counterparty.knownAtMost;
  const definition = CATALOGUE.find(({ id }) => id === rule.id);
  const unitMs = definition?.parameters[name]?.unit === 'hours' ? HOUR_MS : DAY_MS;
  return own.at - own.counterpartyFirstAt <= (rule.parameters[name] ?? fail(`no parameter ${name}`)) * unitMs;
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
